// Correcting: what the buttons of a card do, forms that take words from the text, adding, undoing.
import { selected } from "./offsets.js";

export class Correcting {
  constructor(linking) {
    this.linking = linking;
    this.adding = document.getElementById("adding");
    this.notice = document.getElementById("notice");
    this.field = null; // the field that takes what is selected
    this.picked = null; // what was selected last
    this.busy = false;
  }

  start() {
    document.addEventListener("click", (event) => this.#click(event));
    document.addEventListener("submit", (event) => this.#submit(event));
    document.addEventListener("focusin", (event) => this.#take(event.target.closest?.("[data-place]") ?? null, event.target));
    document.addEventListener("pointerup", () => setTimeout(() => this.#selection()));
    document.addEventListener("selectionchange", () => this.#remember());
    document.addEventListener("input", (event) => {
      const place = event.target.closest?.("[data-place]");
      if (place) this.#typed(place);
    });
  }

  async decide(action) {
    const card = this.linking.active;
    const button = card?.querySelector(`.acts button[value^="${action} "]`);
    if (button) await this.#press(button);
  }

  async edit() {
    const button = this.linking.active?.querySelector('[data-act="edit"]');
    if (button) await this.#open(this.linking.active, button.dataset.from);
  }

  async copy() {
    const button = this.linking.active?.querySelector('[data-act="copy"]');
    if (button) await this.#copy(button);
  }

  async undo() {
    const form = document.querySelector('form[data-act="undo"]');
    if (form) await this.#send(form.action, {});
  }

  async add(button) {
    if (!this.picked) {
      this.say("Select words in the text first.");
      return;
    }
    const asked = new URLSearchParams({ selected: this.picked.words, "selected.start": this.picked.start, "selected.end": this.picked.end });
    this.adding.hidden = true;
    let card = document.getElementById("new");
    if (!card) {
      card = document.createElement("article");
      card.id = "new";
      card.className = "card new";
      document.getElementById("facts").prepend(card);
    }
    await this.#open(card, `${button.dataset.add}?${asked}`);
    card.scrollIntoView({ block: "nearest" });
  }

  offer() {
    this.#remember();
    if (this.picked) this.#offerAt(this.picked.box);
    else this.say("Select words in the text first.");
  }

  putAway() {
    this.adding.hidden = true;
    const cancel = document.querySelector('.editing [data-act="cancel"]');
    if (cancel) cancel.click();
  }

  say(words) {
    const paragraph = document.createElement("p");
    paragraph.textContent = words;
    this.notice.replaceChildren(paragraph);
  }

  #click(event) {
    const button = event.target.closest("button");
    if (!button) {
      if (!event.target.closest("#text, #adding")) this.adding.hidden = true;
      return;
    }
    if (button.form?.id === "deciding") {
      event.preventDefault();
      this.#press(button);
    } else if (button.dataset.add) {
      this.add(button);
    } else if (button.dataset.act === "edit") {
      this.#open(button.closest(".card"), button.dataset.from);
    } else if (button.dataset.act === "cancel") {
      this.#cancel(button);
    } else if (button.dataset.act === "copy") {
      this.#copy(button);
    } else if (button.dataset.act === "help") {
      document.getElementById("help").showModal();
    }
  }

  #submit(event) {
    const form = event.target;
    if (form.matches(".editing, form[data-act=undo]")) {
      event.preventDefault();
      this.#send(form.action, Object.fromEntries(new FormData(form)));
    }
  }

  // Accepting and rejecting go on to the next fact that nobody has decided about.
  async #press(button) {
    const card = button.closest(".card");
    const cards = this.linking.cards();
    const next = [...cards.slice(cards.indexOf(card) + 1), ...cards.slice(0, cards.indexOf(card))].find((each) => each.dataset.review === "unreviewed");
    const done = await this.#send(button.formAction, { decision: button.value });
    const onwards = next && document.getElementById(next.id);
    if (done && onwards) this.linking.activate(onwards, { scrollText: true, scrollCard: true, focus: true });
    else this.linking.open(card.dataset.fact);
  }

  async #cancel(button) {
    this.#take(null);
    const card = button.closest(".card");
    if (!button.dataset.from) {
      card.remove();
      return;
    }
    await window.htmx.ajax("GET", button.dataset.from, { source: card, target: card, swap: "outerHTML" });
    this.linking.open(card.dataset.fact);
  }

  async #copy(button) {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      this.say("Copied.");
    } catch {
      this.say(button.dataset.copy);
    }
  }

  async #open(card, address) {
    if (card.id !== "new") this.linking.activate(card);
    await window.htmx.ajax("GET", address, { source: card, target: card, swap: "innerHTML" });
    const form = card.querySelector(".editing");
    // The first field that is still empty, or the first of all.
    const fields = [...(form?.querySelectorAll("[data-place], select") ?? [])];
    const first = card.id === "new" ? fields.find((each) => !each.value) : fields[0];
    (first ?? fields[0])?.focus();
  }

  // Whether it was done; what came back has changed the page by then.
  async #send(address, values) {
    if (this.busy) return false;
    this.busy = true;
    let done = true;
    const failed = () => { done = false; };
    document.addEventListener("htmx:response:error", failed);
    document.addEventListener("htmx:error", failed);
    try {
      await window.htmx.ajax("POST", address, { source: document.body, target: this.notice, swap: "none", values });
    } finally {
      document.removeEventListener("htmx:response:error", failed);
      document.removeEventListener("htmx:error", failed);
      this.busy = false;
    }
    const open = this.notice.querySelector("[data-open]")?.dataset.open;
    if (open && document.getElementById(`f-${open}`)) this.linking.open(open);
    return done;
  }

  #take(field, target = null) {
    if (target && !field && target.closest?.("#text, #facts > .card, .legend")) return; // selecting keeps the field
    document.querySelector(".place.taking")?.classList.remove("taking");
    this.field = field;
    field?.closest(".place").classList.add("taking");
  }

  #remember() {
    const found = selected(this.linking.text);
    if (found) this.picked = found;
  }

  #selection() {
    const found = selected(this.linking.text);
    if (!found) return;
    this.picked = found;
    if (this.field?.isConnected) this.#fill(found);
    else this.#offerAt(found.box);
  }

  #fill(found) {
    this.field.value = found.words;
    const place = this.field.closest(".place");
    place.querySelector(`[name="${this.field.name}.start"]`).value = found.start;
    place.querySelector(`[name="${this.field.name}.end"]`).value = found.end;
    place.classList.remove("wrong");
    this.field.focus();
  }

  // Words that were typed are found by the server, nearest to where the field had its words before.
  #typed(field) {
    const place = field.closest(".place");
    place.querySelector(`[name="${field.name}.end"]`).value = "";
    const words = field.value.split(/\s+/).join(" ").trim();
    const text = [...this.linking.text.querySelectorAll(".t")].map((each) => each.textContent).join(" ").replace(/\s+/g, " ");
    place.classList.toggle("wrong", words !== "" && !text.includes(words));
  }

  #offerAt(box) {
    if (!document.getElementById("reviewing")) return; // it is still being read
    this.adding.hidden = false;
    const width = this.adding.offsetWidth;
    const left = Math.min(Math.max(8, box.left + scrollX), scrollX + document.documentElement.clientWidth - width - 8);
    this.adding.style.left = `${left}px`;
    this.adding.style.top = `${box.bottom + scrollY + 8}px`;
  }
}
