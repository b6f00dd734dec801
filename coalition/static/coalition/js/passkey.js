// Only a script can ask a device for its passkey. Forms marked data-passkey get their button here:
// "create" adds one, "get" confirms, "enter" signs in; the answer goes off with the form.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const listed = (keys = []) => keys.map((key) => ({ ...key, id: bytes(key.id) }));

async function ask(kind, options) {
  const publicKey = { ...options.publicKey, challenge: bytes(options.publicKey.challenge) };
  if (kind === "create") {
    publicKey.user = { ...publicKey.user, id: bytes(publicKey.user.id) };
    publicKey.excludeCredentials = listed(publicKey.excludeCredentials);
    return navigator.credentials.create({ publicKey });
  }
  publicKey.allowCredentials = listed(publicKey.allowCredentials);
  return navigator.credentials.get({ publicKey });
}

function told(credential) {
  const names = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const response = {};
  for (const name of names) if (credential.response[name]) response[name] = text(credential.response[name]);
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

async function options(form) {
  let said;
  if (form.dataset.passkey === "enter") {
    said = await (await fetch(form.action, { headers: { Accept: "application/json" } })).json();
  } else said = JSON.parse(document.getElementById("passkey-options").textContent);
  return said.creation_options ?? said.request_options;
}

const works = window.PublicKeyCredential && !/^[\d.]+$|:/.test(location.hostname);
for (const form of document.querySelectorAll("form[data-passkey]")) {
  const kind = form.dataset.passkey === "create" ? "create" : "get";
  form.querySelector("[data-passkey-go]").hidden = !works;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const failed = document.querySelector("[data-passkey-failed]");
    failed.hidden = true;
    try {
      const found = await ask(kind, await options(form));
      form.elements.credential.value = told(found);
      form.submit();
    } catch {
      failed.hidden = false;
    }
  });
}
document.querySelectorAll("[data-passkey-not]").forEach((line) => (line.hidden = works));
