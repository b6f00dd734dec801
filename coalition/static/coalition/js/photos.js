// Photos that were chosen and have not left yet: kept in the browser under a key, shown beside
// their field, and each may be removed. A browser that forbids its store keeps nothing.
let base;
const opened = () =>
  (base ??= new Promise((done, fail) => {
    const asked = indexedDB.open("reports", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("photos");
    asked.onsuccess = () => done(asked.result);
    asked.onerror = fail;
  }));

async function store(mode, deed) {
  try {
    const found = await opened();
    return await new Promise((done, fail) => {
      const work = found.transaction("photos", mode);
      const asked = deed(work.objectStore("photos"));
      work.oncomplete = () => done(asked?.result ?? true);
      work.onerror = work.onabort = fail;
    });
  } catch {
    return null;
  }
}

export const keep = (key, files) => store("readwrite", (box) => (files.length ? box.put(files, key) : box.delete(key)));
// All that is kept under some keys, whatever their fields.
export const drop = (keys) =>
  store("readwrite", (box) => void keys.forEach((key) => box.delete(IDBKeyRange.bound(`${key}:`, `${key}:\uffff`))));
export const kept = async (key) => {
  const found = await store("readonly", (box) => box.get(key));
  return Array.isArray(found) ? found : [];
};

export function put(input, files) {
  const box = new DataTransfer();
  files.forEach((file) => box.items.add(file));
  input.files = box.files;
}

// The list under a field; `words` hold its sentences, `changed` hears of what was removed.
export function show(input, words, changed) {
  const files = [...input.files];
  let list = input.parentElement.querySelector("[data-photos]");
  if (!list) {
    list = document.createElement("ul");
    list.dataset.photos = "";
    input.after(list);
  }
  list.replaceChildren(
    ...files.map((file) => {
      const line = document.createElement("li");
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "btn btn-q", textContent: words.remove });
      button.setAttribute("aria-label", `${words.remove}: ${file.name}`);
      button.addEventListener("click", () => {
        put(input, files.filter((one) => one !== file));
        changed();
        input.focus();
      });
      line.append(`${file.name} · ${words.size.replace("{size}", Math.ceil(file.size / 1024))} `, button);
      return line;
    }),
  );
  list.hidden = !files.length;
}
