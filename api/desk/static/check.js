// How far the check of a draft is, told while one waits; without script the same page comes when it is done.
const form = document.getElementById("paste");
const progress = document.getElementById("progress");
const bar = progress.querySelector("progress");

form.addEventListener("submit", async (event) => {
  if (form.elements.keep.checked) return;
  event.preventDefault();
  const button = form.querySelector("button.main");
  button.disabled = true;
  progress.hidden = false;
  try {
    const response = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/x-ndjson" },
    });
    if (!response.ok || !response.headers.get("Content-Type").startsWith("application/x-ndjson")) {
      form.submit(); // what is wrong with it is a page of its own
      return;
    }
    await follow(response.body.pipeThrough(new TextDecoderStream()).getReader());
  } catch {
    say("The connection broke off. Nothing is kept; send it again.");
  } finally {
    button.disabled = false;
  }
});

async function follow(reader) {
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) throw new Error("it ended early");
    const lines = (rest + value).split("\n");
    rest = lines.pop();
    for (const line of lines) {
      const told = JSON.parse(line);
      if (told.html) return show(told.html);
      if (told.problem) return say(told.problem);
      if (told.total) {
        bar.max = told.total;
        bar.value = told.done;
      }
    }
  }
}

function show(html) {
  const main = document.getElementById("main");
  document.body.className = "check";
  main.innerHTML = html;
  main.querySelector("h1").tabIndex = -1;
  main.querySelector("h1").focus();
}

function say(words) {
  progress.className = "problem";
  progress.textContent = words;
}
