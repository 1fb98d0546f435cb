// The browser's side of input.h. Listens on the canvas (pointer, wheel) and on the sink (keys, text), nowhere else.
mergeInto(LibraryManager.library, {
  $SluiceInput__deps: ['$SluiceInbox'],
  $SluiceInput: {
    canvas: null,
    sink: null,
    buttons: 0,      // those that ImGui believes to be down
    finger: null,    // the one finger that counts
    composing: false,  // an input method is at work in the sink
    escaped: false,  // the last key was Escape: Tab leaves
    glide: 0,
    cursors: ['default', 'text', 'move', 'ns-resize', 'ew-resize', 'nesw-resize', 'nwse-resize', 'pointer', 'wait',
      'progress', 'not-allowed'],

    isMac: function () { return /Mac|iPhone|iPad/.test(navigator.platform || ''); },

    modifiers: function (event) {
      return (event.ctrlKey ? 1 : 0) | (event.shiftKey ? 2 : 0) | (event.altKey ? 4 : 0) | (event.metaKey ? 8 : 0);
    },

    focus: function () { SluiceInput.sink.focus({ preventScroll: true }); },

    // ── pointer ──

    move: function (event, touch) {
      var box = SluiceInput.canvas.getBoundingClientRect();
      _sluice_on_pointer(event.clientX - box.left, event.clientY - box.top, touch ? 1 : 0);
    },

    // The buttons are compared with what was told last, so a release that the page never saw is caught up with.
    press: function (buttons) {
      for (var button = 0; button < 3; button++) {
        var bit = 1 << button;
        if ((buttons & bit) !== (SluiceInput.buttons & bit)) _sluice_on_button(button, buttons & bit ? 1 : 0);
      }
      SluiceInput.buttons = buttons & 7;
    },

    onMouse: function (event) {
      if (event.type === 'pointerdown') {
        SluiceInput.canvas.setPointerCapture(event.pointerId);
        SluiceInput.focus();
      }
      SluiceInput.move(event, false);
      SluiceInput.press(event.type === 'pointercancel' ? 0 : event.buttons);
    },

    onTouch: function (event) {
      var finger = SluiceInput.finger;
      if (event.type === 'pointerdown') return SluiceInput.fingerDown(event);
      if (!finger || finger.id !== event.pointerId) return;
      if (event.type === 'pointermove') SluiceInput.fingerMove(finger, event);
      else SluiceInput.fingerUp(finger, event);
    },

    fingerDown: function (event) {
      if (SluiceInput.finger) return;
      cancelAnimationFrame(SluiceInput.glide);
      SluiceInput.canvas.setPointerCapture(event.pointerId);
      SluiceInput.move(event, true);
      SluiceInput.finger = {
        id: event.pointerId, mode: 'wait', x0: event.clientX, y0: event.clientY, x: event.clientX, y: event.clientY,
        at: event.timeStamp, speedX: 0, speedY: 0, hold: setTimeout(SluiceInput.fingerHold, 350),
      };
    },

    fingerHold: function () {
      if (!SluiceInput.finger || SluiceInput.finger.mode !== 'wait') return;
      SluiceInput.finger.mode = 'drag';
      SluiceInput.press(1);
    },

    fingerMove: function (finger, event) {
      var far = Math.hypot(event.clientX - finger.x0, event.clientY - finger.y0) > 8;
      if (finger.mode === 'wait' && far) {
        clearTimeout(finger.hold);
        finger.mode = _sluice_on_drag_asked() ? 'drag' : 'scroll';
        if (finger.mode === 'drag') SluiceInput.press(1);
      }
      if (finger.mode === 'drag') SluiceInput.move(event, true);
      if (finger.mode === 'scroll') SluiceInput.fingerScroll(finger, event);
    },

    fingerScroll: function (finger, event) {
      var dx = finger.x - event.clientX, dy = finger.y - event.clientY;
      var passed = Math.max(1, event.timeStamp - finger.at);
      finger.speedX = dx / passed;
      finger.speedY = dy / passed;
      finger.x = event.clientX;
      finger.y = event.clientY;
      finger.at = event.timeStamp;
      _sluice_on_wheel(dx, dy);
    },

    fingerUp: function (finger, event) {
      clearTimeout(finger.hold);
      SluiceInput.finger = null;
      if (finger.mode === 'wait' && event.type === 'pointerup') {
        SluiceInput.focus();
        SluiceInput.press(1);
      }
      SluiceInput.press(0);
      _sluice_on_finger_up();
      if (finger.mode === 'scroll' && event.timeStamp - finger.at < 60) SluiceInput.glideOn(finger, event.timeStamp);
      else _sluice_on_pointer_gone();
    },

    // The list runs on after a flick and slows down.
    glideOn: function (finger, last) {
      SluiceInput.glide = requestAnimationFrame(function (time) {
        var passed = Math.min(50, Math.max(0, time - last));
        _sluice_on_wheel(finger.speedX * passed, finger.speedY * passed);
        var slower = Math.pow(0.996, passed);
        finger.speedX *= slower;
        finger.speedY *= slower;
        if (Math.hypot(finger.speedX, finger.speedY) > 0.03) SluiceInput.glideOn(finger, time);
        else _sluice_on_pointer_gone();
      });
    },

    onPointer: function (event) {
      if (event.pointerType === 'touch') SluiceInput.onTouch(event);
      else SluiceInput.onMouse(event);
    },

    onWheel: function (event) {
      event.preventDefault();
      var scale = [1, 16, 400][event.deltaMode] || 1;  // pixels, lines, pages
      var x = event.deltaX * scale, y = event.deltaY * scale;
      if (event.ctrlKey) return;  // a pinch on a touch pad
      if (event.shiftKey && !x) _sluice_on_wheel(y, 0);
      else _sluice_on_wheel(x, y);
    },

    // ── keys and text ──

    // Keys that would also do something to the sink or the page; all others keep their meaning for the browser.
    isOurs: function (event) {
      if (event.altKey) return false;
      var command = event.ctrlKey || event.metaKey;
      if (/^(Tab|Arrow.*|Page.*|Home|End|Backspace|Delete|Enter)$/.test(event.key)) {
        return !(command && event.key === 'Tab');
      }
      return command && /^[aezy]$/i.test(event.key);
    },

    onKeyDown: function (event) {
      if (event.isComposing || event.keyCode === 229) return;
      var leaves = event.key === 'F6' || (event.key === 'Tab' && SluiceInput.escaped);
      SluiceInput.escaped = event.key === 'Escape' || (SluiceInput.escaped && event.key === 'Shift');
      if (leaves) return SluiceInput.leave(event);
      SluiceInput.key(event, 1);
      if (SluiceInput.isOurs(event)) event.preventDefault();
    },

    onKeyUp: function (event) { SluiceInput.key(event, 0); },

    key: function (event, down) {
      SluiceInbox.put(event.code || '');
      SluiceInbox.put(event.key || '');
      _sluice_on_key(down, SluiceInput.modifiers(event));
    },

    // Tab then goes on from the sink's place in the page by the browser's own rules.
    leave: function (event) {
      if (event.key !== 'F6') return;
      event.preventDefault();
      var next = document.getElementById('leave-target');
      if (next) next.focus();
      else SluiceInput.sink.blur();
    },

    // A keyboard on glass does not say which key it was, only what it wants done.
    onBeforeInput: function (event) {
      var name = { deleteContentBackward: 'Backspace', insertLineBreak: 'Enter' }[event.inputType];
      if (!name || event.isComposing) return;
      event.preventDefault();
      for (var down = 1; down >= 0; down--) {
        SluiceInbox.put(name);
        SluiceInbox.put(name);
        _sluice_on_key(down, 0);
      }
    },

    onInput: function (event) {
      if (!event.isComposing) SluiceInput.takeText();
    },

    takeText: function () {
      var text = SluiceInput.sink.value;
      SluiceInput.sink.value = '';
      if (!text) return;
      SluiceInbox.put(text);
      _sluice_on_text();
    },

    listen: function () {
      var canvas = SluiceInput.canvas, sink = SluiceInput.sink;
      ['pointerdown', 'pointermove', 'pointerup', 'pointercancel'].forEach(function (name) {
        canvas.addEventListener(name, SluiceInput.onPointer);
      });
      canvas.addEventListener('pointerleave', function (event) {
        if (event.pointerType !== 'touch' && !SluiceInput.buttons) _sluice_on_pointer_gone();
      });
      canvas.addEventListener('mousedown', function (event) { event.preventDefault(); });  // the sink keeps the focus
      canvas.addEventListener('contextmenu', function (event) { event.preventDefault(); });
      canvas.addEventListener('wheel', SluiceInput.onWheel, { passive: false });
      sink.addEventListener('keydown', SluiceInput.onKeyDown);
      sink.addEventListener('keyup', SluiceInput.onKeyUp);
      sink.addEventListener('beforeinput', SluiceInput.onBeforeInput);
      sink.addEventListener('input', SluiceInput.onInput);
      sink.addEventListener('compositionstart', function () { SluiceInput.composing = true; });
      sink.addEventListener('compositionend', function () { SluiceInput.composing = false; });
      sink.addEventListener('compositionend', SluiceInput.takeText);
      sink.addEventListener('focus', function () { _sluice_on_focus(1); });
      sink.addEventListener('blur', function () {
        SluiceInput.escaped = false;
        _sluice_on_focus(0);
      });
    },
  },

  sluice_input_open__deps: ['$SluiceInput'],
  sluice_input_open: function () {
    SluiceInput.canvas = document.getElementById('canvas');
    SluiceInput.sink = document.getElementById('sink');
    SluiceInput.listen();
  },

  sluice_input_is_mac__deps: ['$SluiceInput'],
  sluice_input_is_mac: function () { return SluiceInput.isMac() ? 1 : 0; },

  sluice_input_is_touch: function () { return matchMedia('(pointer: coarse)').matches ? 1 : 0; },

  sluice_input_focus__deps: ['$SluiceInput'],
  sluice_input_focus: function () { SluiceInput.focus(); },

  sluice_input_cursor__deps: ['$SluiceInput'],
  sluice_input_cursor: function (cursor) {
    SluiceInput.canvas.style.cursor = cursor < 0 ? 'none' : SluiceInput.cursors[cursor] || 'default';
  },

  // The sink follows the caret, so that an input method opens its window there; without a text field in use it asks a
  // phone not to show its keyboard.
  sluice_input_caret__deps: ['$SluiceInput'],
  sluice_input_caret: function (x, y, lineHeight, wantsText) {
    var sink = SluiceInput.sink;
    if (wantsText) {
      sink.style.left = Math.max(0, x) + 'px';
      sink.style.top = Math.max(0, y) + 'px';
      sink.style.height = lineHeight + 'px';
    }
    var mode = wantsText ? 'text' : 'none';
    if (sink.inputMode === mode || SluiceInput.composing) return;  // leaving the sink would end a composition half-way
    sink.inputMode = mode;
    if (wantsText && document.activeElement === sink) {  // the keyboard on glass comes with a new focus only
      sink.blur();
      SluiceInput.focus();
    }
  },
});
