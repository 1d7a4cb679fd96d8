// The one way to the API: typed by its schema, with the CSRF token, and errors as the sentences the server wrote.
import createClient from "openapi-fetch";
import type { components, paths } from "./schema";

export type Problem = components["schemas"]["Problem"];

/** What the server refused or could not do; the message is for a person. */
export class ApiProblem extends Error {
  readonly code: string;
  readonly status: number;
  readonly blame: string;
  readonly detail: unknown;

  constructor(problem: Partial<Problem>, status: number) {
    super(problem.message ?? "The studio does not answer. What you did is kept here and sent when it does.");
    this.code = problem.code ?? "UNREACHABLE";
    this.status = status;
    this.blame = problem.blame ?? "wait";
    this.detail = problem.detail ?? null;
  }
}

/** What a request that changes something must carry. */
export function csrfToken(): string {
  return /(?:^|; )csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? "";
}

export const client = createClient<paths>({ credentials: "same-origin" });

client.use({
  onRequest({ request }) {
    if (!["GET", "HEAD"].includes(request.method)) request.headers.set("X-CSRFToken", csrfToken());
    return request;
  },
});

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The data of an answer; throws ApiProblem with the server's own sentence, also when the server cannot be reached. */
export async function got<T>(asked: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await asked;
  } catch {
    throw new ApiProblem({}, 0);
  }
  if (answer.error !== undefined || !answer.response.ok) {
    const problem = answer.error && typeof answer.error === "object" ? (answer.error as Partial<Problem>) : {};
    throw new ApiProblem(problem, answer.response.status);
  }
  return answer.data as T;
}
