/* Sending: what the person gives waits in line until it has arrived, and is sent again if it must. */
(function () {
  "use strict";

  var page = window.passerelle;
  if (!page) return;

  var STORE = "unsent", LONGEST_WAIT_MS = 30000, GIVE_UP_MS = 30000, PLACE_MS = 15000;
  var line = kept();
  var busy = false, tries = 0, timer = null;
  var pending = document.getElementById("pending");
  var composer = document.getElementById("composer");
  var text = document.getElementById("text");

  /* ------------------------------------------------------------ the line */

  function kept() {
    try { return JSON.parse(window.sessionStorage.getItem(STORE)) || []; } catch (e) { return []; }
  }

  function keep() {
    try { window.sessionStorage.setItem(STORE, JSON.stringify(line)); } catch (e) { /* full or off */ }
  }

  function send(fields, label, form) {
    var id = form ? form.elements.form.value : page.newId();
    var same = line.some(function (each) {
      return each.fields.form === id && JSON.stringify(each.fields) === JSON.stringify(add(fields, id));
    });
    if (same) return;
    line.push({ fields: add(fields, id), label: label });
    if (navigator.onLine !== false) page.say("");
    keep();
    draw();
    pump();
  }

  function add(fields, id) {
    var all = { form: id };
    Object.keys(fields).forEach(function (name) { all[name] = fields[name]; });
    return all;
  }

  function draw() {
    pending.innerHTML = "";
    line.forEach(function (each) {
      if (each.heard) return;
      var row = document.createElement("div"), bubble = document.createElement("div");
      var words = document.createElement("p"), state = document.createElement("p");
      row.className = "row you unsent";
      bubble.className = "bubble";
      words.className = "text";
      words.dir = "auto";
      words.textContent = each.label;
      state.className = "sending";
      state.textContent = tries ? page.words.waiting : page.words.sending;
      bubble.appendChild(words);
      row.appendChild(bubble);
      row.appendChild(state);
      pending.appendChild(row);
    });
    if (line.length) window.scrollTo(0, document.body.scrollHeight);
  }

  /* ------------------------------------------------------------ one after the other */

  function pump() {
    window.clearTimeout(timer);
    if (busy || !line.length || page.left()) return;
    busy = true;
    post(line[0].fields).then(arrived, function (problem) { later(problem && problem.wait); });
  }

  function post(fields) {
    var body = Object.keys(fields).map(function (name) {
      return encodeURIComponent(name) + "=" + encodeURIComponent(fields[name]);
    }).join("&");
    var options = {
      method: "POST",
      credentials: "same-origin",
      headers: { "Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded" },
      body: body
    };
    return inTime(window.fetch("/chat/send", options)).then(function (answer) {
      if (answer.status >= 500 && answer.status !== 503) throw new Error("not now");
      return answer.json().then(function (said) {
        if (answer.status === 503) {
          if (said.urgent) page.insist(said.problem);
          throw new Error("not now");
        }
        if (answer.status === 429) {
          page.say(said.problem);
          throw { wait: Number(answer.headers.get("Retry-After")) * 1000 };
        }
        return said;
      });
    });
  }

  function inTime(promise) {
    return new Promise(function (resolve, reject) {
      window.setTimeout(reject, GIVE_UP_MS);
      promise.then(resolve, reject);
    });
  }

  function arrived(said) {
    busy = false;
    tries = 0;
    page.insist("");
    if (said.left) { page.blank(); return; }
    var sent = line.shift();
    keep();
    if (said.problem) {
      page.say(said.problem);
      if (sent.fields.text && !text.value) text.value = sent.fields.text;
    }
    refresh(sent.fields.form);
    page.receive().then(draw, draw);
    pump();
  }

  function later(wait) {
    busy = false;
    tries += 1;
    draw();
    timer = window.setTimeout(pump, wait || Math.min(1000 * Math.pow(2, tries - 1), LONGEST_WAIT_MS));
  }

  window.addEventListener("online", pump);

  /* The message may be back in the chat before the answer to sending it: it is shown once. */
  page.heard = function (words) {
    line.some(function (each) {
      if (each.heard || each.label !== words.trim()) return false;
      each.heard = true;
      draw();
      return true;
    });
  };

  /* A form that was sent gets a new id: pressed again, it is another message. */
  function refresh(id) {
    Array.prototype.forEach.call(document.getElementsByName("form"), function (field) {
      if (field.value === id) field.value = page.newId();
    });
  }

  /* ------------------------------------------------------------ what the person does */

  document.addEventListener("click", function (event) {
    var button = event.target.closest ? event.target.closest("button[name]") : null;
    if (!button || !button.form) return;
    var fields = {};
    fields[button.name] = button.value;
    event.preventDefault();
    if (button.getAttribute("data-asks") === "location" && navigator.geolocation) locate(button, fields);
    else send(fields, button.textContent.trim(), button.form);
  });

  /* Where the device does not tell the place, the button's own code asks for it in words. */
  function locate(button, fields) {
    var label = button.textContent.trim(), form = button.form;
    if (button.disabled) return;
    button.disabled = true;
    page.say(page.words.locating);
    navigator.geolocation.getCurrentPosition(function (found) {
      button.disabled = false;
      send({ latitude: found.coords.latitude, longitude: found.coords.longitude }, label, form);
    }, function () {
      button.disabled = false;
      send(fields, label, form);
    }, { timeout: PLACE_MS, maximumAge: 60000 });
  }

  document.addEventListener("submit", function (event) {
    var form = event.target, phone = form.elements.phone;
    if (form === composer) {
      event.preventDefault();
      write();
    } else if (phone) {
      event.preventDefault();
      if (phone.value.trim()) send({ phone: phone.value.trim() }, phone.value.trim(), form);
    }
  });

  function write() {
    var words = text.value.trim();
    if (words) {
      send({ text: words }, words, null);
      text.value = "";
      grow();
    }
    text.focus();
  }

  /* On a keyboard Enter sends; on a touch screen it begins a line, as people are used to. */
  text.addEventListener("keydown", function (event) {
    var touch = window.matchMedia && window.matchMedia("(pointer: coarse)").matches;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && !touch) {
      event.preventDefault();
      write();
    }
  });

  function grow() {
    text.style.height = "auto";
    text.style.height = Math.min(text.scrollHeight + 2, 160) + "px";
  }

  text.addEventListener("input", grow);
  draw();
  pump();
})();
