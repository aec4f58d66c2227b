'use strict';
(function () {
  var tests = JSON.parse(document.getElementById('tests').textContent);
  var page = 200;
  var shown = page;
  var body = document.getElementById('rows');
  var words = document.getElementById('words');
  var status = document.getElementById('status');
  var count = document.getElementById('count');
  var more = document.getElementById('more');

  function cell(row, text, name) {
    var made = document.createElement('td');
    made.textContent = text;
    if (name) made.className = name;
    row.appendChild(made);
  }

  function render() {
    var wanted = words.value.toLowerCase();
    var kind = status.value;
    var found = tests.filter(function (each) {
      return (!kind || each[1] === kind) && (!wanted || each[0].toLowerCase().indexOf(wanted) >= 0);
    });
    var rows = document.createDocumentFragment();
    found.slice(0, shown).forEach(function (each) {
      var row = document.createElement('tr');
      cell(row, each[1].toLowerCase(), each[1]);
      cell(row, each[0]);
      cell(row, (each[2] / 1000).toFixed(3), 'n');
      rows.appendChild(row);
    });
    body.replaceChildren(rows);
    count.textContent = Math.min(shown, found.length) + ' of ' + found.length + ' shown';
    more.hidden = found.length <= shown;
  }

  function again() {
    shown = page;
    render();
  }

  words.addEventListener('input', again);
  status.addEventListener('change', again);
  more.addEventListener('click', function () {
    shown += 10 * page;
    render();
  });
  document.getElementById('filter').addEventListener('submit', function (event) {
    event.preventDefault();
  });
  render();
})();
