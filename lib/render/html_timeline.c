/* The timeline: a bar for each snapshot, or for each month of a long period, and hatched what nobody saw.
 *
 * Places are percentages of the width and pixels of the height, so that the picture fits a phone and its text stays
 * as large as it is. The list of snapshots further down says the same in words.
 */
#include "html.h"

#include <stdio.h>
#include <string.h>

#define BARS_MOST 80    /* more snapshots than that are counted by month */
#define HEIGHT    120   /* pixels of the highest bar */
#define TOP       22    /* above it: what it stands for */
#define TICKS     5     /* dates below, at most */
#define WIDE      10000 /* the width, in hundredths of a percent */

/* What is told apart in a bar, from the bottom up. */
static const struct series {
	unsigned kinds;
	const char *name, *title;
} series[] = {
	{ RT_KIND_DEASSIGNED | RT_KIND_REMOVED, "deassigned", "de-assigned or removed" },
	{ RT_KIND_FLAGGED | RT_KIND_UNFLAGGED, "flagged", "unauthorized use" },
	{ RT_KIND_NEW, "new", "new" },
	{ RT_KIND_MODIFIED, "modified", "modified" },
	{ RT_KINDS_ALL, "other", "other" },
};
#define SERIES (sizeof series / sizeof *series)

struct bar {
	rt_time from, to; /* the dates of its first and last snapshot */
	size_t counts[SERIES], total;
};

struct timeline {
	struct html *h;
	rt_time from, to;
	struct bar *bars;
	size_t count, highest;
	bool used[SERIES];
};

static size_t series_of(const struct rt_change *change)
{
	size_t i = 0;

	while (!(change->kinds & series[i].kinds))
		i++;
	return i;
}

static bool same_month(rt_time a, rt_time b)
{
	char x[RT_TIME_TEXT], y[RT_TIME_TEXT];

	return memcmp(rt_date_text(a, x), rt_date_text(b, y), sizeof "2025-10" - 1) == 0;
}

/* A change of several kinds counts once, as the first of them. */
static void add_step(struct timeline *t, const struct rt_report *step)
{
	rt_time date = step->to.date;
	struct bar *last = t->count ? &t->bars[t->count - 1] : NULL;
	bool joins = last && (last->to == date || (t->h->report->step_count > BARS_MOST && same_month(last->to, date)));

	if (!joins) {
		last = &t->bars[t->count++];
		*last = (struct bar){ .from = date };
	}
	last->to = date;
	for (size_t i = 0; i < step->changes.count; i++) {
		size_t s = series_of(&step->changes.items[i]);

		last->counts[s]++;
		t->used[s] = true;
	}
	last->total += step->changes.count;
	t->highest = last->total > t->highest ? last->total : t->highest;
}

/* ---- places ---- */

static long place_of(const struct timeline *t, rt_time time)
{
	rt_time clipped = time < t->from ? t->from : time > t->to ? t->to : time;

	return (long)((clipped - t->from) * WIDE / (t->to - t->from));
}

/* Hundredths of a percent, whatever the locale's decimal point is. */
static void put_percent(struct html *h, const char *name, long hundredths)
{
	rt_buf_printf(h->out, " %s=\"%ld.%02ld%%\"", name, hundredths / 100, hundredths % 100);
}

static size_t root_of(size_t square)
{
	size_t root = 0;

	while ((root + 1) * (root + 1) <= square)
		root++;
	return root;
}

/* Pixels of a bar for COUNT changes: areas as one sees them, or the bulk edit of one night would flatten a year. */
static size_t height_of(const struct timeline *t, size_t count)
{
	return count ? root_of(count * HEIGHT * HEIGHT / t->highest) : 0;
}

static long bar_width(const struct timeline *t)
{
	long width = (long)(WIDE / 3 / t->count);

	return width > 160 ? 160 : width < 40 ? 40 : width;
}

/* ---- bars ---- */

static void put_bar_title(struct html *h, const struct bar *bar)
{
	char from[RT_TIME_TEXT], to[RT_TIME_TEXT];

	rt_buf_printf(h->out, "<title>%s", rt_date_text(bar->from, from));
	if (bar->to != bar->from)
		rt_buf_printf(h->out, " to %s", rt_date_text(bar->to, to));
	const char *separator = ": ";
	for (size_t s = 0; s < SERIES; s++) {
		if (!bar->counts[s])
			continue;
		rt_buf_printf(h->out, "%s%zu %s", separator, bar->counts[s], series[s].title);
		separator = ", ";
	}
	html_put(h, "</title>");
}

static void put_bar(struct timeline *t, const struct bar *bar)
{
	struct html *h = t->h;
	char date[RT_TIME_TEXT];
	long width = bar_width(t), x = place_of(t, bar->to) - width / 2;
	size_t below = 0, sum = 0;

	x = x < 0 ? 0 : x > WIDE - width ? WIDE - width : x;
	rt_buf_printf(h->out, "<a href=\"#s-%s\" tabindex=\"-1\">", rt_date_text(bar->to, date));
	put_bar_title(h, bar);
	for (size_t s = 0; s < SERIES; s++) {
		sum += bar->counts[s];
		size_t above = height_of(t, bar->total) * sum / bar->total;

		if (!bar->counts[s])
			continue;
		rt_buf_printf(h->out, "<rect class=\"%s\"", series[s].name);
		put_percent(h, "x", x);
		put_percent(h, "width", width);
		rt_buf_printf(h->out, " y=\"%zu\" height=\"%zu\"/>", TOP + HEIGHT - above, above - below);
		below = above;
	}
	html_put(h, "</a>\n");
}

/* ---- gaps ---- */

static void put_gap(struct timeline *t, const struct rt_gap *gap)
{
	char from[RT_TIME_TEXT], to[RT_TIME_TEXT];
	rt_time end = gap->to == RT_NO_TIME ? t->to : gap->to;
	long x = place_of(t, gap->from), width = place_of(t, end) - x;

	if (width <= 0)
		return;
	html_put(t->h, "<rect class=\"gap\"");
	put_percent(t->h, "x", x);
	put_percent(t->h, "width", width);
	rt_buf_printf(t->h->out, " y=\"%d\" height=\"%d\"><title>%s to %s: nobody looked</title></rect>\n", TOP, HEIGHT,
	              rt_date_text(gap->from, from), gap->to == RT_NO_TIME ? "now" : rt_date_text(gap->to, to));
}

static bool shows_gap(const struct timeline *t)
{
	struct rt_gaps gaps = t->h->report->gaps;

	for (size_t i = 0; i < gaps.count; i++) {
		rt_time end = gaps.items[i].to == RT_NO_TIME ? t->to : gaps.items[i].to;

		if (place_of(t, end) > place_of(t, gaps.items[i].from))
			return true;
	}
	return false;
}

/* ---- dates below ---- */

static int months_of(rt_time time)
{
	char text[RT_TIME_TEXT];
	int year = 0, month = 0;

	sscanf(rt_date_text(time, text), "%d-%d", &year, &month);
	return year * 12 + month - 1;
}

static void put_tick(struct timeline *t, int months, bool year_only)
{
	rt_time time;

	if (!rt_date_from_civil(months / 12, months % 12 + 1, 1, &time) || time < t->from || time > t->to)
		return;
	long x = place_of(t, time);
	html_put(t->h, "<line class=\"tick\"");
	put_percent(t->h, "x1", x);
	put_percent(t->h, "x2", x);
	rt_buf_printf(t->h->out, " y1=\"%d\" y2=\"%d\"/>", TOP + HEIGHT, TOP + HEIGHT + 5);
	if (x > WIDE - 900) /* no room for the text */
		return;
	html_put(t->h, "<text");
	put_percent(t->h, "x", x);
	rt_buf_printf(t->h->out, " y=\"%d\">%d", TOP + HEIGHT + 18, months / 12);
	if (!year_only)
		rt_buf_printf(t->h->out, "-%02d", months % 12 + 1);
	html_put(t->h, "</text>\n");
}

static void put_ticks(struct timeline *t)
{
	static const int steps[] = { 1, 2, 3, 6, 12, 24, 60, 120, 1200 };
	int first = months_of(t->from), last = months_of(t->to), step = 0;

	while ((last - first) / steps[step] > TICKS)
		step++;
	for (int m = first - first % steps[step]; m <= last; m += steps[step])
		put_tick(t, m, steps[step] >= 12);
}

/* ---- the figure ---- */

static void put_legend(struct timeline *t)
{
	html_put(t->h, "<ul class=\"legend\">");
	for (size_t s = 0; s < SERIES; s++)
		if (t->used[s])
			rt_buf_printf(t->h->out, "<li><span class=\"key %s\"></span>%s</li>", series[s].name,
			              series[s].title);
	if (shows_gap(t))
		html_put(t->h, "<li><span class=\"key gap\"></span>nobody looked</li>");
	html_put(t->h, "</ul>\n");
}

static void put_picture(struct timeline *t)
{
	struct html *h = t->h;

	rt_buf_printf(h->out,
	              "<svg class=\"timeline\" role=\"group\" aria-labelledby=\"timeline-title\" "
	              "aria-describedby=\"timeline-text\" width=\"100%%\" height=\"%d\">\n",
	              TOP + HEIGHT + 26);
	html_put(h, "<defs><pattern id=\"hatch\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\" "
	            "patternTransform=\"rotate(45)\"><path class=\"hatch\" d=\"M0 0v8\"/></pattern></defs>\n");
	for (size_t i = 0; i < h->report->gaps.count; i++)
		put_gap(t, &h->report->gaps.items[i]);
	rt_buf_printf(h->out, "<line class=\"most\" x1=\"0\" x2=\"100%%\" y1=\"%d\" y2=\"%d\"/><text x=\"0\" y=\"%d\">",
	              TOP, TOP, TOP - 6);
	html_put_count(h, t->highest);
	html_put(h, t->highest == 1 ? " change</text>\n" : " changes</text>\n");
	for (size_t i = 0; i < t->count; i++)
		if (t->bars[i].total)
			put_bar(t, &t->bars[i]);
	rt_buf_printf(h->out, "<line class=\"axis\" x1=\"0\" x2=\"100%%\" y1=\"%d\" y2=\"%d\"/>\n", TOP + HEIGHT,
	              TOP + HEIGHT);
	put_ticks(t);
	html_put(h, "</svg>\n");
}

static void put_figure(struct timeline *t)
{
	struct html *h = t->h;
	bool months = h->report->step_count > BARS_MOST;

	html_put(h, "<section aria-labelledby=\"timeline-title\"><h2 id=\"timeline-title\">Timeline</h2>\n<figure>\n");
	put_legend(t);
	put_picture(t);
	rt_buf_printf(h->out, "<figcaption id=\"timeline-text\">Changes by %s; the highest bar is ",
	              months ? "month" : "snapshot");
	html_put_count(h, t->highest);
	html_put(h, ", and half as high is a quarter as many. The same in words: <a href=\"#snapshots\">snapshot by "
	            "snapshot</a>.</figcaption>\n</figure></section>\n");
}

void html_put_timeline(struct html *h)
{
	const struct rt_report *report = h->report;
	struct timeline t = { .h = h, .from = report->from.date };

	if (!report->step_count)
		return;
	t.bars = rt_arena_array(&h->arena, report->step_count, sizeof *t.bars);
	for (size_t i = 0; i < report->step_count; i++)
		add_step(&t, &report->steps[i]);
	t.from = t.from == RT_NO_TIME ? t.bars[0].from : t.from;
	t.to = t.bars[t.count - 1].to;
	if (t.highest && t.from < t.to)
		put_figure(&t);
}
