
"use strict";
(function () {
	/* A link to a snapshot opens it. */
	function open() {
		var target = document.getElementById(location.hash.slice(1));
		if (target && target.tagName === "DETAILS") target.open = true;
	}
	addEventListener("hashchange", open);
	open();

	var form = document.getElementById("filter");
	if (!form) return;
	var input = document.getElementById("wanted"), left = document.getElementById("left");
	var groups = Array.from(document.querySelectorAll(".group")).map(function (group) {
		return {
			element: group,
			entries: Array.from(group.querySelectorAll(".entry")).map(function (entry) {
				return { element: entry, text: entry.textContent.toLowerCase() };
			})
		};
	});
	function filter() {
		var words = input.value.toLowerCase().split(/\s+/).filter(Boolean), shown = 0, all = 0;
		groups.forEach(function (group) {
			var here = 0;
			group.entries.forEach(function (entry) {
				var has = words.every(function (word) { return entry.text.includes(word); });
				entry.element.hidden = !has;
				if (has) here++;
			});
			group.element.hidden = !here;
			shown += here;
			all += group.entries.length;
		});
		left.textContent = !words.length ? "" : !shown ? "none of " + all : shown + " of " + all;
	}
	form.addEventListener("submit", function (event) { event.preventDefault(); });
	input.addEventListener("input", filter);
	form.hidden = false;
	filter();
})();
