// The door of a shared studio.
import { useState } from "react";
import { client, got } from "../api/client";
import { attempt } from "../api/act";
import { useWords } from "../i18n";
import { Button } from "../ui/Button";

/** Asks for name and password. */
export function Login({ onIn }: { onIn: () => void }) {
  const t = useWords();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const enter = async (): Promise<void> => {
    if (await attempt(() => got(client.POST("/api/session", { body: { name, password } })))) onIn();
  };
  return (
    <main className="login">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void enter();
        }}
      >
        <h1>Filmwright</h1>
        <div className="field">
          <label htmlFor="login-name">{t("login.name")}</label>
          <input id="login-name" autoComplete="username" value={name} onChange={(event) => setName(event.target.value)} />
        </div>
        <div className="field">
          <label htmlFor="login-password">{t("login.password")}</label>
          <input
            id="login-password" type="password" autoComplete="current-password" value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </div>
        <Button kind="act" type="submit">{t("login.enter")}</Button>
      </form>
    </main>
  );
}
