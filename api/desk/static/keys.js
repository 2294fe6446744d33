// Keys of an article's page; silent while somebody types, and off for whoever wants them off (WCAG 2.2, 2.1.4).

const OFF = "onrecord-keys-off";
const TYPING = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";

export class Keys {
  constructor(linking, correcting) {
    this.linking = linking;
    this.correcting = correcting;
    this.on = localStorage.getItem(OFF) === null;
  }

  start() {
    const box = document.getElementById("keys-on");
    box.checked = this.on;
    document.documentElement.classList.toggle("keys", this.on);
    box.addEventListener("change", () => {
      this.on = box.checked;
      if (this.on) localStorage.removeItem(OFF);
      else localStorage.setItem(OFF, "1");
      document.documentElement.classList.toggle("keys", this.on);
    });
    document.addEventListener("keydown", (event) => this.#pressed(event));
  }

  #pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") {
      this.correcting.putAway();
      return;
    }
    if (!this.on || event.target.matches?.(TYPING) || document.querySelector("dialog[open]")) return;
    const adding = this.correcting.adding;
    const chosen = adding.hidden ? null : adding.querySelector(`[data-key="${event.key.toLowerCase()}"]`);
    if (chosen) {
      event.preventDefault();
      this.correcting.add(chosen);
      return;
    }
    const act = {
      j: () => this.#step(1),
      k: () => this.#step(-1),
      a: () => this.correcting.decide("accept"),
      r: () => this.correcting.decide("reject"),
      e: () => this.correcting.edit(),
      n: () => this.correcting.offer(),
      o: () => this.linking.nextUnder(),
      c: () => this.correcting.copy(),
      u: () => this.correcting.undo(),
      "?": () => document.getElementById("help").showModal(),
    }[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  }

  #step(by) {
    const cards = this.linking.cards().filter((each) => each.id !== "new");
    if (!cards.length) return;
    const at = cards.indexOf(this.linking.active);
    const next = at < 0 ? (by > 0 ? 0 : cards.length - 1) : Math.min(Math.max(at + by, 0), cards.length - 1);
    this.linking.activate(cards[next], { scrollText: true, scrollCard: true, focus: true });
  }
}
