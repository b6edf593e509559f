// The officer's text on its way to the draft: kept for them as they type, saved when they say so, never over another's.

import { ask } from "./server.js";

const KEEP_AFTER = 2000;
const BEAT = 10000;
const AGAIN_AFTER = 5000;
const LARGEST_LAST_WORD = 60000; // what a browser still sends for a page that is closing

const NO_NETWORK = "No connection. Your text is still in this window; I'll try again.";
const SIGNED_OUT = "You have been signed out. Sign in again in another window, then carry on here: your text is still in this window.";

export class Draft {
  // `now()` gives the text; `say(sentence, wrong)` shows one; `shown` are the other parts of the page to tell.
  constructor({ path, digest, text, now, say, onOthers, onConflict, onSaved }) {
    Object.assign(this, { path, digest, now, say, onOthers, onConflict, onSaved });
    this.saved = text;
    this.kept = text;
    this.stopped = false;
  }

  get unsaved() { return this.now() !== this.saved; }

  begin() {
    this.beat();
    setInterval(() => this.beat(), BEAT);
    addEventListener("pagehide", () => this.leave());
    addEventListener("beforeunload", (event) => { if (this.unsaved && this.kept !== this.now()) event.preventDefault(); });
  }

  changed() {
    if (this.unsaved !== this.toldUnsaved) this.beat();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), KEEP_AFTER);
  }

  // Kept for this officer only: a closed window loses nothing.
  async keep() {
    const text = this.now();
    if (this.stopped || text === this.kept) return;
    if (text === this.saved) return this.forget();
    const { status, said } = await ask("/studio/api/unsaved", { path: this.path, text, digest: this.digest });
    if (status === 200) {
      this.kept = text;
      this.say(`Kept for you, ${said.at}. Not yet saved in the draft.`);
    } else this.failed(status, said, () => this.keep());
  }

  async forget() {
    this.kept = this.saved;
    await ask("/studio/api/unsaved/forget", { path: this.path });
    this.say("Nothing to save: this is what the draft says.");
  }

  async save() {
    clearTimeout(this.timer);
    const text = this.now();
    if (text === this.saved) return this.say("Nothing to save: this is what the draft says.");
    this.say("Saving …");
    const { status, said } = await ask("/studio/api/file", { path: this.path, text, digest: this.digest });
    if (status === 200) return this.isSaved(text, said);
    if (status === 409) return this.onConflict(said);
    this.failed(status, said, null);
  }

  isSaved(text, said) {
    this.saved = this.kept = text;
    this.digest = said.digest;
    const wrong = (said.faults ?? []).filter((fault) => !fault.warning).length;
    const rest = wrong ? ` ${wrong === 1 ? "One thing is" : `${wrong} things are`} still to be put right before it can be published.` : "";
    this.say(`Saved in the draft ${said.at}.${rest}`);
    this.onSaved(said);
    this.beat();
  }

  failed(status, said, again) {
    if (status === 0) this.say(NO_NETWORK, true);
    else if (status === 401) this.say(SIGNED_OUT, true);
    else this.say(`Not saved. ${[said.error, said.advice].filter(Boolean).join(" ") || "Try again in a moment."}`, true);
    if (again && (status === 0 || status === 401 || status === 429)) this.timer = setTimeout(again, AGAIN_AFTER);
  }

  // Tells the others that somebody is here, and hears who else is.
  async beat() {
    this.toldUnsaved = this.unsaved;
    const { status, said } = await ask("/studio/api/presence", { path: this.path, unsaved: this.toldUnsaved });
    if (status === 200) this.onOthers(said, said.digest !== this.digest);
  }

  leave() {
    const text = this.now();
    if (this.unsaved && text !== this.kept && text.length < LARGEST_LAST_WORD) {
      ask("/studio/api/unsaved", { path: this.path, text, digest: this.digest }, { keepalive: true });
    }
    ask("/studio/api/presence", { path: this.path, gone: true }, { keepalive: true });
  }
}
