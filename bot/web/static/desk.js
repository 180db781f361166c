/* The desk's comforts: nothing here is needed to work. */
(function () {
  "use strict";

  var title = document.title;

  /* A form is sent once, however often its button is pressed. */
  document.addEventListener("submit", function (event) {
    if (event.defaultPrevented) return;
    if (event.target.hasAttribute("data-sent")) { event.preventDefault(); return; }
    event.target.setAttribute("data-sent", "");
  });
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) window.location.reload();
  });

  /* htmx notes the address of the page, which may name a case: nothing of a case stays here. */
  try { window.sessionStorage.removeItem("htmx-current-path-for-history"); } catch (e) { /* it may be switched off */ }

  /* A page that nobody looks at asks nothing. */
  document.addEventListener("htmx:beforeRequest", function (event) {
    if (document.hidden) event.preventDefault();
  });

  /* The number of requests stands in the title, so that it is seen from another tab. */
  function count() {
    var queue = document.getElementById("queue");
    var waiting = queue ? Number(queue.getAttribute("data-count")) : 0;
    document.title = waiting ? "(" + waiting + ") " + title : title;
  }
  document.addEventListener("htmx:afterSettle", count);
  count();

  /* In the demonstration the desk opens by itself. */
  var enter = document.querySelector("form[data-at-once]");
  if (enter) enter.submit();
})();
