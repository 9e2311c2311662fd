/* browser.js DIR: each page of DIR in headless Chromium, from its file and from nginx, in light and dark.
 *
 * Nothing on the console, no request but for the page, no sideways scrolling on a phone, nothing for axe or the validator
 * to complain of; the filter works, and without scripts it is not there. The exit status is the number of failures.
 */
"use strict";
const { spawn } = require("child_process");
const fs = require("fs");
const net = require("net");
const os = require("os");
const path = require("path");
const puppeteer = require("puppeteer-core");
const { HtmlValidate } = require("html-validate");

const folder = path.resolve(process.argv[2]);
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
let failures = 0;

function fail(what) {
	failures++;
	console.log("FAILED: " + what);
}

function freePort() {
	return new Promise((resolve) => {
		const server = net.createServer();
		server.listen(0, "127.0.0.1", () => {
			const port = server.address().port;
			server.close(() => resolve(port));
		});
	});
}

async function startNginx(dir, port) {
	const temp = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((t) => `${t}_temp_path ${dir}/temp;`).join(" ");
	fs.writeFileSync(path.join(dir, "nginx.conf"), `daemon off; master_process off; pid ${dir}/pid;
		error_log ${dir}/log; events {} http { access_log off; ${temp} types { text/html html; }
		server { listen 127.0.0.1:${port}; root ${folder}; } }`);
	const server = spawn("nginx", ["-p", dir, "-c", path.join(dir, "nginx.conf"), "-e", path.join(dir, "log")]);
	for (let i = 0; i < 100 && !fs.existsSync(path.join(dir, "pid")); i++)
		await new Promise((resolve) => setTimeout(resolve, 50));
	return server;
}

async function open(browser, url, name, scheme, width) {
	const page = await browser.newPage();
	await page.setViewport({ width: width, height: 900 });
	await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
	page.on("console", (message) => fail(`${name}: on the console: ${message.text()}`));
	page.on("pageerror", (error) => fail(`${name}: in the script: ${error.message}`));
	page.on("request", (request) => {
		if (request.url() !== url && request.url() !== "data:,") fail(`${name}: a request for ${request.url()}`);
	});
	page.on("dialog", (dialog) => fail(`${name}: a dialog: ${dialog.message()}`));
	await page.goto(url, { waitUntil: "load" });
	return page;
}

async function lookAt(browser, url, name) {
	const page = await open(browser, url, name, "light", 375);
	const seen = await page.evaluate(() => ({
		width: document.documentElement.scrollWidth,
		title: document.title,
		headings: document.querySelectorAll("h1").length
	}));
	if (seen.width > 375) fail(`${name}: ${seen.width} pixels wide on a phone of 375`);
	if (seen.headings !== 1 || seen.title === "taken") fail(`${name}: taken over by data`);
	await page.close();
}

async function access(browser, url, name, scheme) {
	const page = await open(browser, url, name, scheme, 1280);
	const client = await page.createCDPSession();
	await client.send("Runtime.evaluate", { expression: axe });
	const result = await page.evaluate(() => window.axe.run());
	for (const violation of result.violations)
		fail(`${name}, ${scheme}: ${violation.id}: ${violation.help}: ${violation.nodes[0].html.slice(0, 200)}`);
	await page.close();
}

function count(page, selector) {
	return page.evaluate((s) => Array.from(document.querySelectorAll(s)).filter((e) => e.offsetParent).length, selector);
}

async function filter(browser, url) {
	const page = await open(browser, url, "the filter", "light", 1280);
	const all = await count(page, ".entry");
	await page.type("#wanted", "CompressNet reserved");
	const some = await count(page, ".entry");
	const left = await page.evaluate(() => document.getElementById("left").textContent);
	if (!some || some >= all || left !== `${some} of ${all}`) fail(`the filter: ${some} of ${all} shown, it says "${left}"`);
	await page.type("#wanted", " nothing-has-this");
	if (await count(page, ".group")) fail("the filter: sections without entries are shown");
	await page.evaluate(() => {
		document.getElementById("wanted").value = "";
		document.getElementById("wanted").dispatchEvent(new Event("input"));
	});
	if (await count(page, ".entry") !== all) fail("the filter: emptied, it does not show all");
	await page.close();
}

async function withoutScripts(browser, url) {
	const page = await browser.newPage();
	await page.setJavaScriptEnabled(false);
	await page.goto(url);
	if (!await page.$("#filter[hidden]") || !await page.$(".entry")) fail("without scripts: the filter, or no entries");
	await page.close();
}

async function pictures(browser, url) {
	const page = await open(browser, url, "the pictures", "light", 1280);
	const seen = await page.evaluate(() => ({
		bars: document.querySelectorAll("svg.timeline a rect").length,
		panels: Array.from(document.querySelectorAll("svg.map")).map((svg) => svg.getBoundingClientRect().height),
		changed: document.querySelectorAll("svg.map .changes path").length
	}));
	if (!seen.bars || seen.panels.length !== 3 || Math.min(...seen.panels) < 10 || !seen.changed)
		fail(`the pictures: ${JSON.stringify(seen)}`);
	await page.close();
}

async function validate(file, name) {
	const validator = new HtmlValidate({ extends: ["html-validate:standard"], rules: {
		"no-inline-style": "error", "no-raw-characters": "off", "long-title": "off", "valid-id": "off",
		"prefer-native-element": "off", "no-implicit-input-type": "off" } });
	const report = await validator.validateString(fs.readFileSync(file, "utf8"));
	for (const result of report.results)
		for (const message of result.messages.slice(0, 5))
			fail(`${name}:${message.line}: ${message.ruleId}: ${message.message}`);
}

async function main() {
	const dir = fs.mkdtempSync(path.join(os.tmpdir(), "pages-"));
	const port = await freePort();
	const server = await startNginx(dir, port);
	const browser = await puppeteer.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
	const names = fs.readdirSync(folder).filter((name) => name.endsWith(".html"));

	for (const name of names) {
		const file = path.join(folder, name);
		await lookAt(browser, "file://" + file, name);
		await lookAt(browser, `http://127.0.0.1:${port}/${name}`, name + " from nginx");
		await access(browser, "file://" + file, name, "light");
		await access(browser, "file://" + file, name, "dark");
		await validate(file, name);
	}
	await filter(browser, "file://" + path.join(folder, "report.html"));
	await withoutScripts(browser, "file://" + path.join(folder, "report.html"));
	await pictures(browser, "file://" + path.join(folder, "report.html"));
	await browser.close();
	server.kill();
	fs.rmSync(dir, { recursive: true });
	console.log(`${names.length} pages in a browser`);
	process.exit(Math.min(failures, 100));
}

main();
