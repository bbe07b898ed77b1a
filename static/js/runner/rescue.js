// A copy of what only this phone has, as one file that every browser opens: the answers in words, the photos inside.
export async function saveCopy({ title, cells, photos }) {
  const paper = document.implementation.createHTMLDocument(title);
  paper.documentElement.lang = document.documentElement.lang;
  const charset = paper.createElement("meta");
  charset.setAttribute("charset", "utf-8");
  paper.head.prepend(charset);
  const write = (tag, words) => Object.assign(paper.body.appendChild(paper.createElement(tag)), { textContent: words });
  write("h1", title);
  for (const { told, question, subject, value } of cells) {
    write("h2", `${told?.label ?? question} (${subject})`);
    write("p", told?.words || JSON.stringify(value));
  }
  for (const { told, question, blob } of photos) {
    write("h2", told?.label ?? question);
    write("img", "").src = await asData(blob);
  }
  download(`<!doctype html>${paper.documentElement.outerHTML}`, title);
}

function asData(blob) {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(blob);
  });
}

function download(text, title) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/html" }));
  link.download = `${title.replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 60)}.html`;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
