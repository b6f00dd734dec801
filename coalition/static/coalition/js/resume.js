// Signing in on another tab renews the security token, so this form takes the new one before it goes.
document.querySelectorAll("form[data-resume]").forEach((form) => {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const page = new DOMParser().parseFromString(await (await fetch(form.dataset.resume)).text(), "text/html");
      form.elements.csrfmiddlewaretoken.value = page.querySelector("[name=csrfmiddlewaretoken]").value;
    } catch {} // without it the server only asks once more
    form.submit();
  });
});
