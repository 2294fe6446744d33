// Text and facts, linked both ways. A segment's data-f names the facts that cover it, the shortest first, as fact/part.

export class Linking {
  constructor(text, facts) {
    this.text = text;
    this.facts = facts;
    this.index = null;
    this.lit = [];
    this.active = null;
    this.under = { segment: null, next: 0 };
  }

  start() {
    this.#listen();
    if (location.hash.startsWith("#f-")) this.open(decodeURIComponent(location.hash.slice(3)));
    addEventListener("hashchange", () => {
      if (location.hash.startsWith("#f-")) this.open(decodeURIComponent(location.hash.slice(3)));
    });
  }

  #listen() {
    this.facts.addEventListener("pointerover", (event) => this.#hover(event));
    this.facts.addEventListener("pointerleave", () => this.light(this.active));
    this.facts.addEventListener("focusin", (event) => {
      const card = event.target.closest(".card");
      // A page that scrolled between a button's going down and up would take the click away from under the pointer.
      if (card && card !== this.active) this.activate(card, { scrollText: event.target.matches(":focus-visible") });
    });
    this.facts.addEventListener("click", (event) => {
      const card = event.target.closest(".card");
      if (card && !event.target.closest("a, button, input, select, textarea, label, summary")) {
        this.activate(card, { scrollText: true, focus: true });
      }
    });
    this.text.addEventListener("click", (event) => {
      const segment = event.target.closest(".s");
      if (segment && document.getSelection().isCollapsed) this.openUnder(segment);
      else if (!segment) this.active?.classList.remove("from-text");
    });
    this.text.addEventListener("pointerover", (event) => {
      const segment = event.target.closest(".s");
      if (segment) segment.title = this.#names(segment);
    });
  }

  // Text or facts have changed, or are others altogether.
  attach(text, facts) {
    if (facts !== this.facts || text !== this.text) {
      this.text = text;
      this.facts = facts;
      this.#listen();
    }
    this.refresh();
  }

  refresh() {
    this.index = null;
    this.lit = [];
    if (this.active && !this.active.isConnected) {
      this.active = document.getElementById(this.active.id);
      this.active?.classList.add("active");
    }
    this.light(this.active);
  }

  cards() {
    return [...this.facts.querySelectorAll(".card")];
  }

  card(id) {
    return document.getElementById(`f-${id}`);
  }

  // Goes to a fact, wherever its card is; one that is not on the page yet is fetched by `fetchCard`.
  async open(id) {
    const card = this.card(id) ?? (await this.fetchCard?.(id));
    if (card) this.activate(card, { scrollText: true, scrollCard: true, focus: true });
  }

  activate(card, { scrollText = false, scrollCard = false, focus = false, segment = null } = {}) {
    if (this.active !== card) this.active?.classList.remove("active", "from-text");
    this.active = card;
    card.classList.add("active");
    this.light(card);
    if (focus) card.focus({ preventScroll: true });
    if (scrollCard) card.scrollIntoView({ block: "nearest" });
    if (scrollText) {
      const first = segment ?? this.lit.find((each) => /\/(content|mention|party|trigger)/.test(this.#tokens(each, card))) ?? this.lit[0];
      if (first && !this.#inView(first)) first.scrollIntoView({ block: "center" });
    }
    card.dispatchEvent(new CustomEvent("desk:active", { bubbles: true }));
  }

  // The shortest fact under a click comes first; clicking there again, or U, leads to the next one.
  openUnder(segment) {
    const ids = [...new Set((segment.dataset.f ?? "").split(" ").map((each) => each.split("/")[0]))];
    if (!ids.length) return;
    if (this.under.segment !== segment) this.under = { segment, next: 0 };
    const id = ids[this.under.next % ids.length];
    this.under.next += 1;
    this.#openAt(id, segment);
  }

  nextUnder() {
    if (this.under.segment?.isConnected) this.openUnder(this.under.segment);
  }

  async #openAt(id, segment) {
    const card = this.card(id) ?? (await this.fetchCard?.(id));
    if (!card) return;
    card.classList.add("from-text"); // where text and facts do not stand side by side, it comes up from below
    this.activate(card, { scrollCard: true, focus: true, segment });
  }

  light(card, part = null) {
    for (const segment of this.lit) segment.classList.remove("lit", "part");
    this.lit = card ? (this.#indexed().get(card.dataset.fact) ?? []) : [];
    for (const segment of this.lit) {
      segment.classList.add("lit");
      if (part && segment.dataset.f.split(" ").includes(`${card.dataset.fact}/${part}`)) segment.classList.add("part");
    }
  }

  #hover(event) {
    const card = event.target.closest(".card");
    if (!card) return;
    this.light(card, event.target.closest("[data-part]")?.dataset.part ?? null);
  }

  #indexed() {
    if (this.index) return this.index;
    this.index = new Map();
    for (const segment of this.text.querySelectorAll(".s")) {
      for (const id of new Set(segment.dataset.f.split(" ").map((each) => each.split("/")[0]))) {
        if (!this.index.has(id)) this.index.set(id, []);
        this.index.get(id).push(segment);
      }
    }
    return this.index;
  }

  #tokens(segment, card) {
    return segment.dataset.f.split(" ").filter((each) => each.startsWith(`${card.dataset.fact}/`)).join(" ");
  }

  #names(segment) {
    const parts = segment.dataset.f.split(" ").map((each) => each.split("/")[1].replace("-", " "));
    return [...new Set(parts)].join(", ");
  }

  #inView(element) {
    const box = element.getBoundingClientRect();
    return box.top > 60 && box.bottom < innerHeight - 20;
  }
}
