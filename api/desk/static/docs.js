// Swagger UI over our own description; what it sends carries the token of this page.
window.addEventListener("DOMContentLoaded", () => {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const shade = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
  dark.addEventListener("change", shade);
  shade();
  const token = document.querySelector('meta[name="desk-token"]').content;
  const place = document.getElementById("swagger");
  window.SwaggerUIBundle({
    url: place.dataset.document,
    domNode: place,
    deepLinking: true,
    validatorUrl: null,
    defaultModelsExpandDepth: 0,
    docExpansion: "list",
    requestInterceptor: (request) => {
      request.headers["X-Desk-Token"] = token;
      return request;
    },
  });
});
