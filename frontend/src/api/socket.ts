// One socket per open project: typed events in, presence out; comes back by itself, and says so when it is away.
import type { components } from "./schema";

export type StudioEvent = components["schemas"]["Event"];

export interface SocketHandlers {
  /** An event, in the order of arrival. */
  readonly event: (event: StudioEvent) => void;
  /** Whether the studio is reachable. */
  readonly online: (online: boolean) => void;
  /** Closed for good: 4401 without a login, 4404 not yours. */
  readonly closed: (code: number) => void;
  /** The last revision known, for catching up after a gap. */
  readonly revision: () => number;
}

const FIRST_WAIT = 300; // ms before the first new try; doubled up to LONGEST_WAIT
const LONGEST_WAIT = 8000;
const PING = 20_000;

/** Opens a socket; the function returned closes it. */
export function follow(project: string, handlers: SocketHandlers): { close: () => void; say: (presence: object) => void } {
  let socket: WebSocket | null = null;
  let wait = FIRST_WAIT;
  let over = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let heart: ReturnType<typeof setInterval> | undefined;

  const open = (): void => {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const opened = new WebSocket(`${scheme}://${location.host}/ws/projects/${project}?since=${handlers.revision()}`);
    socket = opened;
    opened.onmessage = (message: MessageEvent<string>) => {
      const event = JSON.parse(message.data) as StudioEvent | { type: "pong" };
      if (event.type === "pong") return;
      if (event.type === "hello") {
        wait = FIRST_WAIT;
        handlers.online(true);
      }
      handlers.event(event);
    };
    opened.onclose = ({ code }) => {
      clearInterval(heart);
      if (over) return;
      if (code === 4401 || code === 4404) {
        handlers.closed(code);
        return;
      }
      handlers.online(false);
      timer = setTimeout(open, wait * (0.75 + Math.random() / 2));
      wait = Math.min(wait * 2, LONGEST_WAIT);
    };
    heart = setInterval(() => {
      if (opened.readyState === WebSocket.OPEN) opened.send(JSON.stringify({ type: "ping" }));
    }, PING);
  };

  open();
  return {
    close: () => {
      over = true;
      clearTimeout(timer);
      clearInterval(heart);
      socket?.close();
    },
    say: (presence) => {
      if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ type: "presence", ...presence }));
    },
  };
}
