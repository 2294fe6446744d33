// Dropping a file on the paste box; everything else of the first page works without script.
const section = document.querySelector(".hand-in");
const form = document.getElementById("paste");
const file = form.elements.file;

function carriesFile(event) {
  return [...(event.dataTransfer?.types ?? [])].includes("Files");
}

for (const kind of ["dragenter", "dragover"]) {
  section.addEventListener(kind, (event) => {
    if (!carriesFile(event)) return;
    event.preventDefault();
    section.classList.add("dropping");
  });
}
section.addEventListener("dragleave", (event) => {
  if (!section.contains(event.relatedTarget)) section.classList.remove("dropping");
});
section.addEventListener("drop", (event) => {
  if (!carriesFile(event)) return;
  event.preventDefault();
  section.classList.remove("dropping");
  file.files = event.dataTransfer.files;
  form.requestSubmit();
});
