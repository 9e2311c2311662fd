/* regtrail/render.h - changes as something to read: one renderer a format, all showing what classify decided.
 *
 * A renderer decides nothing about the registry, and nothing that comes from a document reaches the output unescaped.
 */
#ifndef REGTRAIL_RENDER_H
#define REGTRAIL_RENDER_H

#include <regtrail/buf.h>
#include <regtrail/change.h>
#include <regtrail/look.h>
#include <regtrail/snapshot.h>
#include <regtrail/stats.h>
#include <regtrail/status.h>

/* What the archive said when a report was made of it: every reader of the report is a witness. */
struct rt_witness {
	rt_str head;      /* commit of its newest snapshot, 40 hex digits; absent: the report is not from an archive */
	size_t snapshots; /* how many it had */
};

/* When what passes came and went: registry dates of the snapshots in which it began and ended. */
struct rt_passage {
	unsigned began; /* enum rt_kind bits of what was undone */
	rt_time from, to;
};

/* What changed between two snapshots, and which ones. */
struct rt_report {
	rt_str registry;
	struct rt_snapshot from, to;
	struct rt_changes changes; /* those asked for */
	bool all;                  /* pool and contacts were asked for too */
	rt_str only;               /* the filter, in words such as `--kind=new --port=443`; absent: there was none */

	/* Of a report over a period; without value in others, which have no witness. CHANGES are net then: first
	 * against last. */
	bool begins;                   /* the period begins before the archive does: FROM is the first snapshot of
	                                  all */
	const struct rt_report *steps; /* snapshot by snapshot, oldest first; each has from, to, changes */
	size_t step_count;
	struct rt_changes passing;     /* what came and went, was flagged and unflagged, or changed and changed back,
	                                  inside the period: its last change each. CHANGES do not tell of that */
	const struct rt_passage *passages; /* of each of these */
	struct rt_gaps gaps;           /* in which nobody looked, and that touch the period */
	struct rt_witness witness;
	const unsigned char *marks;    /* of each port number at the end, as rt_port_marks() makes them for
	                                  RT_ANY_TRANSPORT; NULL: no picture */
};

struct rt_style {
	bool color;   /* SGR colours (ECMA-48) */
	size_t width; /* columns to wrap at; 0: never */
	bool follows; /* another report stands before it: text and markdown are parted from that, CSV has no header
	                 again */
	/* Settings; NULL for what goes without. */
	const char *mail_from, *mail_to, *list_id; /* RFC 5322 mailboxes; RFC 2919 */
	const char *site;                          /* URL below which reports are published */
};

struct rt_renderer {
	const char *name;  /* as in --format NAME */
	const char *about; /* for --help */
	void (*render)(const struct rt_report *report, const struct rt_style *style, struct rt_buf *out);
};

extern const struct rt_renderer rt_renderers[]; /* ends with a row without name */
const struct rt_renderer *rt_renderer_find(rt_str name); /* NULL if there is none */

/* A file of a feed. */
struct rt_feed_page {
	rt_str name, text;
};

/* REPORT, which is over a period, as an archived feed (RFC 5005 section 4): a page for each year that has something,
 * the oldest first. The last is the one to subscribe to, the others do not change once the year is over. In ARENA; how
 * many. */
size_t rt_render_feed(const struct rt_report *report, const struct rt_style *style, struct rt_arena *arena,
                      struct rt_feed_page **pages);

/* The snapshots of a registry, oldest first, as a list and as JSON; each gap before the first snapshot that was
 * archived after it. An open gap lasts until NOW. */
void rt_render_snapshots(const struct rt_snapshot *snapshots, size_t count, struct rt_gaps gaps, rt_time now,
                         struct rt_buf *out);
void rt_render_snapshots_json(rt_str registry, const struct rt_snapshot *snapshots, size_t count, struct rt_gaps gaps,
                              struct rt_buf *out);

/* How registries stand at NOW, as a table and as JSON. */
void rt_render_status(const struct rt_status *items, size_t count, rt_time now, struct rt_buf *out);
void rt_render_status_json(const struct rt_status *items, size_t count, rt_time now, struct rt_buf *out);

/* What is in quarantine, as a list and as JSON. */
void rt_render_quarantine(const struct rt_quarantined *items, size_t count, struct rt_buf *out);
void rt_render_quarantine_json(const struct rt_quarantined *items, size_t count, struct rt_buf *out);
/* Counts: of one snapshot, and one row for each of several. */
void rt_render_stats(const struct rt_stats *stats, struct rt_buf *out);
void rt_render_stats_each(const struct rt_stats *rows, size_t count, struct rt_buf *out);
void rt_render_stats_json(const struct rt_stats *rows, size_t count, struct rt_buf *out);

/* "1 new, 4 modified", or "no changes". */
void rt_render_summary(const struct rt_changes *changes, struct rt_buf *out);

/* The report in short, for a commit: subject, empty line, one line per change. Changes of the pool and of contacts are
 * counted, not listed. FIRST: there is no snapshot before. */
void rt_render_message(const struct rt_report *report, bool first, struct rt_buf *out);

/* DATA as one line for a terminal: control characters, escape sequences, bidirectional controls and bytes that are not
 * UTF-8 are replaced by U+FFFD, line breaks by a space. */
void rt_render_safe(struct rt_buf *out, rt_str data);

#endif
