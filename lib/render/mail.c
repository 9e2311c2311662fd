/* A message for `sendmail -t` (RFC 5322): the text report, and the same as a page (RFC 2046 section 5.1.4).
 *
 * Nothing in it depends on when or where it is made, so that the same report is the same message. Lines end with '\n',
 * as sendmail takes them.
 */
#include "mail.h"
#include "period.h"
#include "renderers.h"

#include <string.h>

#define BOUNDARY "=_regtrail" /* `=_` is not in quoted-printable text: RFC 2045 section 6.7 */
#define WIDTH    72           /* columns of the text, so that it can be quoted */
#define HOST     "localhost"

static void add(struct rt_buf *out, const char *text)
{
	rt_buf_add_str(out, rt_str_of(text));
}

static bool is_letter_or_digit(char c)
{
	return (c >= '0' && c <= '9') || (rt_char_fold(c) >= 'a' && rt_char_fold(c) <= 'z');
}

/* ---- names of messages ---- */

#define LONGEST_ID  100 /* bytes of the id of a registry; real ones have up to 60 */
#define LONGEST_KEY 12  /* hex digits that tell a snapshot */

/* TEXT, of which anything but letters, digits and `-` becomes `-`, up to MOST bytes. */
static void add_atom(struct rt_buf *out, rt_str text, size_t most)
{
	for (size_t i = 0; i < text.len && i < most; i++)
		rt_buf_add_char(out, is_letter_or_digit(text.data[i]) ? text.data[i] : '-');
}

/* The commit, else the SHA-256 of the document, else its date. */
static void add_key(struct rt_buf *out, const struct rt_snapshot *snapshot)
{
	rt_str key = snapshot->commit.data ? snapshot->commit : snapshot->sha256;
	char date[RT_TIME_TEXT];

	add_atom(out, key.data ? key : rt_str_of(rt_date_text(snapshot->date, date)), LONGEST_KEY);
}

/* The host of the address that the mail is from. */
static void add_host(struct rt_buf *out, const struct rt_style *style)
{
	rt_str from = rt_str_of(style->mail_from);
	size_t at = from.len, end;

	while (at && from.data[at - 1] != '@')
		at--;
	for (end = at; at && end < from.len && (is_letter_or_digit(from.data[end]) || strchr("-.", from.data[end]));)
		end++;
	if (end > at)
		rt_buf_add(out, from.data + at, end - at);
	else
		add(out, HOST);
}

/* ONLY: the filter. Of two messages with the same id, many a reader of mail shows one. */
static void add_message_id(struct rt_buf *out, const struct rt_report *report, rt_str only,
                           const struct rt_style *style)
{
	add(out, "<");
	add_atom(out, report->registry, LONGEST_ID);
	add(out, ".");
	add_key(out, &report->from);
	add(out, ".");
	add_key(out, &report->to);
	if (only.len)
		rt_buf_printf(out, ".%016llx", (unsigned long long)rt_str_hash(0, only));
	add(out, "@");
	add_host(out, style);
	add(out, ">");
}

/* ---- header ---- */

/* When `to` was archived; of a document at hand, its own date: `Thu, 23 Jul 2026 01:53:00 +0000`. */
static void put_date(struct rt_buf *out, const struct rt_snapshot *to)
{
	static const char *const days[] = { "Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
		                              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	rt_time time = to->archived != RT_NO_TIME ? to->archived : to->date != RT_NO_TIME ? to->date : 0;
	char text[RT_TIME_TEXT]; /* 2026-07-23T01:53:00Z */

	rt_time_text(time, text);
	int month = (text[5] - '0') * 10 + text[6] - '0';
	rt_time day = rt_date_of(time) / RT_DAY % 7;
	rt_buf_printf(out, "Date: %s, %.2s %s %.4s %.8s +0000\n", days[(day + 7) % 7], text + 8, months[month - 1],
	              text, text + 11);
}

/* As that of the commit; of several, from when to when. */
static void put_subject(struct rt_buf *out, const struct rt_report *report)
{
	struct rt_buf message = RT_BUF_INIT;

	if (report->step_count > 1) {
		rt_render_safe(&message, report->registry);
		add(&message, " ");
		render_day(&message, report->from.date);
		add(&message, " to ");
		render_day(&message, report->to.date);
		add(&message, ": ");
		rt_render_summary(&report->changes, &message);
	} else {
		rt_render_message(report, false, &message);
	}
	rt_str rest = rt_buf_str(&message), subject;
	rt_str_split(&rest, '\n', &subject);
	mime_field(out, "Subject", subject);
	rt_buf_release(&message);
}

#define MOST_REFERENCES 10

/* A report over a period answers those on its newest snapshots, which were sent at the time. */
static void put_references(struct rt_buf *out, const struct rt_report *report, const struct rt_style *style)
{
	size_t count = report->step_count, first = count > MOST_REFERENCES ? count - MOST_REFERENCES : 0;
	struct rt_buf ids = RT_BUF_INIT;

	if (count < 2)
		return;
	for (size_t i = first; i < count; i++) {
		add_message_id(&ids, &report->steps[i], report->only, style);
		add(&ids, " ");
	}
	mime_tokens(out, "References", rt_buf_str(&ids));
	rt_buf_release(&ids);
}

/* The setting, else a name that nobody else has (RFC 2919 section 2). */
static void put_list_id(struct rt_buf *out, const struct rt_report *report, const struct rt_style *style)
{
	rt_str setting = rt_str_of(style->list_id);
	struct rt_buf id = RT_BUF_INIT;

	if (rt_str_contains(setting, RT_STR("<"))) { /* it has a name in front */
		mime_addresses(out, "List-Id", setting);
		return;
	}
	add(&id, "<");
	if (setting.len) {
		rt_buf_add_str(&id, setting);
	} else {
		add_atom(&id, report->registry, LONGEST_ID);
		add(&id, ".regtrail." HOST);
	}
	add(&id, ">");
	mime_tokens(out, "List-Id", rt_buf_str(&id));
	rt_buf_release(&id);
}

static rt_str or_preset(const char *setting, rt_str preset)
{
	rt_str value = rt_str_trim(rt_str_of(setting));

	return value.len ? value : preset;
}

static void put_header(struct rt_buf *out, const struct rt_report *report, const struct rt_style *style)
{
	struct rt_buf id = RT_BUF_INIT;

	mime_addresses(out, "From", or_preset(style->mail_from, RT_STR("regtrail@" HOST)));
	mime_addresses(out, "To", or_preset(style->mail_to, RT_STR("root@" HOST)));
	put_subject(out, report);
	put_date(out, &report->to);
	add_message_id(&id, report, report->only, style);
	mime_tokens(out, "Message-ID", rt_buf_str(&id));
	rt_buf_release(&id);
	put_references(out, report, style);
	put_list_id(out, report, style);
	add(out, "Auto-Submitted: auto-generated\nMIME-Version: 1.0\n"
	         "Content-Type: multipart/alternative; boundary=\"" BOUNDARY "\"\n\n");
}

/* ---- body ---- */

static void put_part(struct rt_buf *out, const char *type, rt_str text)
{
	rt_buf_printf(
		out, "--" BOUNDARY "\nContent-Type: %s; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n",
		type);
	mime_quoted_printable(out, text);
	add(out, "\n");
}

void render_mail(const struct rt_report *report, const struct rt_style *style, struct rt_buf *out)
{
	struct rt_style plain = *style;
	struct rt_buf text = RT_BUF_INIT;

	plain.color = plain.follows = false;
	plain.width = WIDTH;
	put_header(out, report, style);
	render_text(report, &plain, &text);
	put_part(out, "text/plain", rt_buf_str(&text));
	rt_buf_clear(&text);
	mail_put_page(report, &text);
	put_part(out, "text/html", rt_buf_str(&text));
	add(out, "--" BOUNDARY "--\n");
	rt_buf_release(&text);
}
