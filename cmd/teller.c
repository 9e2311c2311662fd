#include "teller.h"

#include "output.h"

void teller_told(void *data, rt_str source, enum rt_imported what, const struct rt_snapshot *snapshot,
                 const struct rt_error *err)
{
	struct teller *teller = data;
	char date[RT_TIME_TEXT];

	if (what != RT_REFUSED && !teller->verbose)
		return;
	progress_clear(&teller->progress);
	switch (what) {
	case RT_REFUSED: tell("%s", err->message); break; /* names the source */
	case RT_DUPLICATE: tell("%.*s: duplicate", RT_ARG(source)); break;
	case RT_ARCHIVED:
		tell("%.*s: archived as %.*s %s", RT_ARG(source), RT_ARG(snapshot->registry),
		     rt_date_text(snapshot->date, date));
		break;
	}
}

void teller_progress(void *data, size_t done, size_t total)
{
	struct teller *teller = data;

	progress_show(&teller->progress, done, total);
}
