/* regtrail/regtrail.h - all of the library. */
#ifndef REGTRAIL_REGTRAIL_H
#define REGTRAIL_REGTRAIL_H

#include <regtrail/archive.h>
#include <regtrail/arena.h>
#include <regtrail/backfill.h>
#include <regtrail/buf.h>
#include <regtrail/change.h>
#include <regtrail/date.h>
#include <regtrail/diff.h>
#include <regtrail/document.h>
#include <regtrail/error.h>
#include <regtrail/fetch.h>
#include <regtrail/gate.h>
#include <regtrail/history.h>
#include <regtrail/git_source.h>
#include <regtrail/import.h>
#include <regtrail/limits.h>
#include <regtrail/log.h>
#include <regtrail/look.h>
#include <regtrail/period.h>
#include <regtrail/quarantine.h>
#include <regtrail/record.h>
#include <regtrail/render.h>
#include <regtrail/render_log.h>
#include <regtrail/snapshot.h>
#include <regtrail/source.h>
#include <regtrail/status.h>
#include <regtrail/str.h>
#include <regtrail/trail.h>
#include <regtrail/version.h>
#include <regtrail/xml.h>

#endif
