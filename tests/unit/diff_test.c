/* The port registry: every kind and label of a change, one idea a row. */
#include "support.h"

#include <regtrail/diff.h>

struct row {
	const char *name, *old, *new;
	const char *wanted; /* a line for each change, as show_change() writes it */
};

/* clang-format off: it cannot break strings in macros */

/* Old and new record of a real service that gave way to another at its port. */
#define WAS_NVM                                                                                     \
	DATED("2016-03-31", NAME("nvm-express") AT("4420", "tcp") ASSIGNEE("NVM_Express_Workgroup") \
	                            DESC("NVM Express over Fabrics storage access") PERSON("Amber_Huffman"))
#define IS_NVME                                                                        \
	DATED("2016-03-31", NAME("nvme") AT("4420", "tcp") ASSIGNEE("NVM_Express_Inc") \
	                            DESC("NVM Express over Fabrics storage access") PERSON("Amber_Huffman"))
#define WAS_HP                                                                                          \
	RECORD(NAME("hp-rda") AT("2371", "tcp") ASSIGNEE("Hewlett_Packard_3") PERSON("Michael_Spratte") \
	               PERSON("Steve_Roscio") DESC("HP Remote Device Access"))
#define IS_RDA                                                                                               \
	RECORD(NAME("rda") AT("2371", "tcp") ASSIGNEE("Hewlett_Packard_Enterprise_2") PERSON("Steve_Roscio") \
	               PERSON("Paul_Vencel") DESC("Remote Device Access"))
#define WAS_BURA                                                                                         \
	DATED("2016-01-13", NAME("hpe-dp-bura") AT("5565", "tcp") ASSIGNEE("Hewlett_Packard_Enterprise") \
	                            DESC("HPE Advanced BURA") PERSON("Silvia_Veronese"))
#define IS_BURA                                                                                                   \
	DATED("2016-01-13", NAME("dp-bura") AT("5565", "tcp") ASSIGNEE("Micro_Focus") DESC("Data Protector BURA") \
	                            PERSON("Shishir_Misra"))
#define WAS_VISI                                                                            \
	DATED("2007-10-22", NAME("visicron-vs") AT("4307", "tcp") PERSON("Dmitry_Odintsov") \
	                            DESC("Visicron Videoconference Service"))
#define IS_TRUE                                                                            \
	DATED("2007-10-22", NAME("trueconf") AT("4307", "tcp") ASSIGNEE("Dmitry_Odintsov") \
	                            DESC("TrueConf Videoconference Service") PERSON("Lev_Yakupov"))
#define WAS_PANDO           \
	DATED("2008-02-27", \
	      NAME("pando-pub") AT("7680", "tcp") PERSON("Laird_Popkin") DESC("Pando Media Public Distribution"))
#define IS_MS_DO                                                                                \
	DATED("2008-02-27", NAME("ms-do") AT("7680", "tcp") ASSIGNEE("Microsoft_Corporation_6") \
	                            DESC("Microsoft Delivery Optimization Peer-to-Peer") PERSON("Narkis_Engler"))
#define WAS_CM DATED("2008-10-10", NAME("cm") AT("5910", "tcp") PERSON("Eivan_Cerasi") DESC("Context Management"))
#define IS_ATS                                                                         \
	DATED("2008-10-10", NAME("ats-atn") AT("5910", "tcp") ASSIGNEE("Eivan_Cerasi") \
	                            DESC("Air Traffic Services applications using ATN") PERSON("Greg_Saccone"))
#define WAS_FIS \
	DATED("2008-10-10", NAME("fis") AT("5912", "tcp") PERSON("Eivan_Cerasi") DESC("Flight Information Services"))
#define IS_AIS                                                                                                       \
	DATED("2008-10-10", NAME("ais-met") AT("5912", "tcp") ASSIGNEE("Eivan_Cerasi")                               \
	                            DESC("Aeronautical Information Service/Meteorological applications using ACARS") \
	                                    PERSON("Greg_Saccone"))
#define WAS_DALI         \
	DATED("2003-10", \
	      NAME("dali-port") AT("5777", "tcp") PERSON("Wayne_Morrow") PERSON("Michael_Melio") DESC("DALI Port"))
#define IS_STAR          \
	DATED("2003-10", \
	      NAME("starfield-io") AT("5777", "tcp") PERSON("Wayne_Morrow") DESC("Control commands and responses"))
#define WAS_NEWH ENTRY("newheights", "2114", "tcp", PERSON("Johannes_Boon") DESC("NEWHEIGHTS"))
#define IS_ARIA                                                           \
	ENTRY("ariascribe", "2114", "tcp",                                \
	      ASSIGNEE("Aria_Scribe_Software_Ltd") PERSON("Michael_Levy") \
	              DESC("Classical Music Meta-Data Access and Enhancement"))
#define WAS_CSD ENTRY("csd-mgmt-port", "3071", "tcp", PERSON("Jay_Mistry") DESC("ContinuStor Manager Port"))
#define IS_XPLAT                                \
	ENTRY("xplat-replicate", "3071", "tcp", \
	      ASSIGNEE("NetApp_3") PERSON("Ravindra_Kuramkote") DESC("Crossplatform replication protocol"))

/* The other side of a reassignment at PLACE. */
#define REASSIGNED(place, old, new)                                      \
	"new [reassigned] -> " place " " new " link=" place " " old "\n" \
					     "deassigned [reassigned] " place " " old " -> link=" place " " new "\n"
#define REASSIGNED_OLD_FIRST(place, old, new)                                                           \
	"deassigned [reassigned] " place " " old " -> link=" place " " new "\n"                         \
									   "new [reassigned] -> " place \
									   " " new " link=" place " " old "\n"

/* clang-format on */

#define FOO(rest)            ENTRY("foo", "10", "tcp", DESC("Foo") rest)
#define FOO_ON(on, rest)     MODIFIED(on, NAME("foo") AT("10", "tcp") DESC("Foo") rest)
#define BLOCK(numbers, rest) POOL("Unassigned", numbers, "tcp", rest)

/* What makes no change. */
static const struct row same_rows[] = {
	{ "white space", FOO(NOTE("a b")), FOO("\n  " NOTE(" a\n   b ")), "" },
	{ "order of elements", FOO(""), RECORD(DESC("Foo") "<number>10</number><protocol>tcp</protocol>" NAME("foo")),
	  "" },
	{ "order of attributes", "<record date='2020-01-01' updated='2021-01-01'>" NAME("a") "</record>",
	  "<record updated='2021-01-01' date='2020-01-01'>" NAME("a") "</record>", "" },
	{ "order of records", FOO("") BLOCK("11", ""), BLOCK("11", "") FOO(""), "" },
	{ "order of a list", FOO(RFC("1") RFC("2")), FOO(RFC("2") RFC("1")), "" },
	{ "an empty name is none", POOL("Reserved", "1", "tcp", ""), POOL("Reserved", "1", "tcp", "<name/>"), "" },
};

static const struct row kind_rows[] = {
	{ "new, the number was not listed", "", FOO(""), "new -> 10/tcp foo\n" },
	{ "new, in place of a pool record", POOL("Reserved", "7123", "udp", ""), ENTRY("snif", "7123", "udp", ""),
	  "new 7123/udp (reserved) -> 7123/udp snif\n" },
	{ "new, out of a block", BLOCK("10-12", ""), FOO("") BLOCK("11-12", ""),
	  "new -> 10/tcp foo\npool 10-12/tcp (unassigned) -> 11-12/tcp (unassigned) {port}\n" },
	{ "new, without a number", "", RECORD(NAME("only-a-name") DESC("x")), "new -> - only-a-name\n" },
	{ "new, a nameless system", POOL("Unassigned", "24", "tcp", ""),
	  RECORD(AT("24", "tcp") DESC("any private mail system")), "new 24/tcp (unassigned) -> 24/tcp (assigned)\n" },
	{ "de-assigned to Reserved, with a note", FOO(""),
	  POOL("Reserved", "10", "tcp", NOTE("De-assigned on 2023-11-16.")),
	  "deassigned [reserved] 10/tcp foo -> 10/tcp (reserved) effective=2023-11-16\n" },
	{ "de-assigned to Reserved, without a note", FOO(""), POOL("Reserved", "10", "tcp", ""),
	  "deassigned [reserved] 10/tcp foo -> 10/tcp (reserved)\n" },
	{ "de-assigned to Unassigned", FOO(""), BLOCK("10", ""),
	  "deassigned [unassigned] 10/tcp foo -> 10/tcp (unassigned)\n" },
	{ "de-assigned into a block", FOO("") BLOCK("11-12", ""), BLOCK("10-12", ""),
	  "deassigned [unassigned] 10/tcp foo -> in 10-12/tcp (unassigned)\n"
	  "pool 11-12/tcp (unassigned) -> 10-12/tcp (unassigned) {port}\n" },
	{ "de-assigned without a trace", FOO(""), "", "deassigned [removed] 10/tcp foo ->\n" },
	{ "de-assigned, it had no number", RECORD(NAME("a") "<protocol>tcp</protocol>"), "",
	  "deassigned [removed] -/tcp a ->\n" },
	{ "a named service called unassigned is none of the pool", ENTRY("rwu", "10", "tcp", DESC("Unassigned")),
	  BLOCK("10", ""), "deassigned [unassigned] 10/tcp rwu -> 10/tcp (unassigned)\n" },
	{ "modified", FOO_ON("2020-01-01", ""), FOO_ON("2021-01-01", NOTE("n")),
	  "modified 10/tcp foo {modified, notes}\n" },
	{ "flagged", FOO_ON("2020", ""), FOO_ON("2021", MISUSE("by x")),
	  "modified+flagged 10/tcp foo {modified, unauthorized}\n" },
	{ "flagged, reworded", FOO_ON("2020", MISUSE("by x")), FOO_ON("2021", MISUSE("by y")),
	  "modified+flagged 10/tcp foo {modified, unauthorized}\n" },
	{ "unflagged", FOO_ON("2020", MISUSE("by x")), FOO_ON("2021", ""),
	  "modified+unflagged 10/tcp foo {modified, unauthorized}\n" },
	{ "flagged from the first day", "", FOO(MISUSE("by x")), "new+flagged -> 10/tcp foo\n" },
	{ "a field nobody knew is kept and compared", FOO("<colour>red</colour>"), FOO("<colour>blue</colour>"),
	  "modified [silent] 10/tcp foo {colour}\n" },
};

static const struct row label_rows[] = {
	{ "silent: content changed, its date did not", FOO_ON("2020", ""), FOO_ON("2020", NOTE("n")),
	  "modified [silent] 10/tcp foo {notes}\n" },
	{ "silent where there is no date", FOO(""), FOO(NOTE("n")), "modified [silent] 10/tcp foo {notes}\n" },
	{ "reference, a draft became an RFC", FOO_ON("2020", "<xref type='draft' data='draft-x'/>"),
	  FOO_ON("2021", RFC("9")), "modified [reference] 10/tcp foo {modified, reference}\n" },
	{ "reference and silent", FOO_ON("2020", "<xref type='draft' data='draft-x'/>"), FOO_ON("2020", RFC("9")),
	  "modified [reference+silent] 10/tcp foo {reference}\n" },
	{ "not only the reference", FOO_ON("2020", RFC("1")), FOO_ON("2021", RFC("2") NOTE("n")),
	  "modified 10/tcp foo {modified, reference, notes}\n" },
	{ "transferred", FOO_ON("2020", ASSIGNEE("A")), FOO_ON("2021", ASSIGNEE("B")),
	  "modified [transferred] 10/tcp foo {assignee, modified}\n" },
	{ "another contact is no transfer", FOO_ON("2020", PERSON("A")), FOO_ON("2021", PERSON("B")),
	  "modified 10/tcp foo {contact, modified}\n" },
	{ "a name in other case is the same entry, renamed", ENTRY("XNS-Time", "52", "tcp", ""),
	  ENTRY("xns-time", "52", "tcp", ""),
	  "modified [renamed+silent] 52/tcp XNS-Time -> 52/tcp xns-time {service}\n" },
	{ "moved", ENTRY("cfg-cloud", "8010", "tcp", DESC("Configuration Cloud Service")),
	  ENTRY("cfg-cloud", "8015", "tcp", DESC("Configuration Cloud Service")),
	  "modified [moved+silent] 8010/tcp cfg-cloud -> 8015/tcp cfg-cloud {port}\n" },
	{ "moved, the pool gives and takes", BLOCK("8015", "") ENTRY("cfg-cloud", "8010", "tcp", ""),
	  BLOCK("8010", "") ENTRY("cfg-cloud", "8015", "tcp", ""),
	  "pool -> 8010/tcp (unassigned)\n"
	  "pool 8015/tcp (unassigned) ->\n"
	  "modified [moved+silent] 8010/tcp cfg-cloud -> 8015/tcp cfg-cloud {port}\n" },
	{ "two ports of one service moved, the more alike together",
	  ENTRY("x", "1", "tcp", DESC("Compression Process")) ENTRY("x", "2", "tcp", DESC("Management Utility")),
	  ENTRY("x", "3", "tcp", DESC("Management Utility")) ENTRY("x", "4", "tcp", DESC("Compression Process")),
	  "modified [moved+silent] 2/tcp x -> 3/tcp x {port}\nmodified [moved+silent] 1/tcp x -> 4/tcp x {port}\n" },
	{ "moved beats renamed: the old name is not gone", ENTRY("ctl", "1", "tcp", DESC("Foo control")),
	  ENTRY("ctl2", "1", "tcp", DESC("Foo control")) ENTRY("ctl", "2", "tcp", DESC("Foo control")),
	  "new -> 1/tcp ctl2\nmodified [moved+silent] 1/tcp ctl -> 2/tcp ctl {port}\n" },
	{ "another port for a service that keeps its old one is new", FOO(""),
	  FOO("") ENTRY("foo", "20", "tcp", DESC("Foo")), "new -> 20/tcp foo\n" },
	{ "another transport is new", FOO(""), FOO("") ENTRY("foo", "10", "sctp", DESC("Foo")),
	  "new -> 10/sctp foo\n" },
	{ "the number is lost, the name lives on", FOO(""),
	  POOL("Reserved", "10", "tcp", "") RECORD(NAME("foo") "<protocol>tcp</protocol>" DESC("Foo")),
	  "deassigned [reserved] 10/tcp foo -> 10/tcp (reserved) link=-/tcp foo\nnew -> -/tcp foo link=10/tcp foo\n" },
	{ "a name that gets a number is new there", RECORD(NAME("foo") "<protocol>tcp</protocol>" DESC("Foo")), FOO(""),
	  "new -> 10/tcp foo\ndeassigned [removed] -/tcp foo ->\n" },
	{ "compressnet, 2025-02-13: two numbers for one name",
	  ENTRY("compressnet", "2", "tcp", DESC("Management Utility"))
	          ENTRY("compressnet", "3", "tcp", DESC("Compression Process") PERSON("Bernie_Volz")),
	  POOL("Reserved", "2", "tcp",
	       NOTE("De-assigned on 2025-02-13, previously compressnet by " PERSON("Bernie_Volz")))
	          POOL("Reserved", "3", "tcp",
	               NOTE("De-assigned on 2025-02-13, previously compressnet by " PERSON("Bernie_Volz")))
	                  RECORD(NAME("compressnet") "<protocol>tcp</protocol>" DESC(
				  "Management Utility/Compression Process")),
	  "deassigned [reserved] 2/tcp compressnet -> 2/tcp (reserved) effective=2025-02-13 link=-/tcp compressnet\n"
	  "deassigned [reserved] 3/tcp compressnet -> 3/tcp (reserved) effective=2025-02-13\n"
	  "new -> -/tcp compressnet link=2/tcp compressnet\n" },
};

/* Another name at the same port: the same service renamed, or another one? */
static const struct row rename_rows[] = {
	{ "nvm-express", WAS_NVM, IS_NVME,
	  "modified [renamed+transferred+silent] 4420/tcp nvm-express -> 4420/tcp nvme {service, assignee}\n" },
	{ "community", ENTRY("community", "2459", "tcp", PERSON("David_Schwartz") DESC("Community")),
	  ENTRY("xrpl", "2459", "tcp", PERSON("David_Schwartz") DESC("Community")),
	  "modified [renamed+silent] 2459/tcp community -> 2459/tcp xrpl {service}\n" },
	{ "hp-rda", WAS_HP, IS_RDA,
	  "modified [renamed+transferred+silent] 2371/tcp hp-rda -> 2371/tcp rda {service, description, assignee, "
	  "contact}\n" },
	{ "hpe-dp-bura", WAS_BURA, IS_BURA,
	  "modified [renamed+transferred+silent] 5565/tcp hpe-dp-bura -> 5565/tcp dp-bura "
	  "{service, description, assignee, contact}\n" },
	{ "visicron-vs", WAS_VISI, IS_TRUE,
	  "modified [renamed+transferred+silent] 4307/tcp visicron-vs -> 4307/tcp trueconf "
	  "{service, description, assignee, contact}\n" },
	{ "pando-pub", WAS_PANDO, IS_MS_DO, REASSIGNED("7680/tcp", "pando-pub", "ms-do") },
	{ "cm", WAS_CM, IS_ATS, REASSIGNED("5910/tcp", "cm", "ats-atn") },
	{ "fis", WAS_FIS, IS_AIS, REASSIGNED("5912/tcp", "fis", "ais-met") },
	{ "dali-port", WAS_DALI, IS_STAR, REASSIGNED_OLD_FIRST("5777/tcp", "dali-port", "starfield-io") },
	{ "newheights", WAS_NEWH, IS_ARIA, REASSIGNED("2114/tcp", "newheights", "ariascribe") },
	{ "csd-mgmt-port", WAS_CSD, IS_XPLAT, REASSIGNED_OLD_FIRST("3071/tcp", "csd-mgmt-port", "xplat-replicate") },
};

/* Two words of three in common are not enough; with the same contact, or the date of registration kept, they are. */
#define TWO_OF_THREE(on, name, word, rest) DATED(on, NAME(name) AT("10", "tcp") DESC("Foo bar " word) rest)

static const struct row evidence_rows[] = {
	{ "words alone", TWO_OF_THREE("2001", "a", "one", ""), TWO_OF_THREE("2002", "z", "two", ""),
	  REASSIGNED_OLD_FIRST("10/tcp", "a", "z") },
	{ "words and a contact", TWO_OF_THREE("2001", "a", "one", PERSON("A")),
	  TWO_OF_THREE("2002", "z", "two", PERSON("A")),
	  "modified [renamed+silent] 10/tcp a -> 10/tcp z {service, description, registered}\n" },
	{ "words and a contact that became the assignee", TWO_OF_THREE("2001", "a", "one", PERSON("A")),
	  TWO_OF_THREE("2002", "z", "two", ASSIGNEE("A")),
	  "modified [renamed+transferred+silent] 10/tcp a -> 10/tcp z "
	  "{service, description, assignee, contact, registered}\n" },
	{ "words and the date of registration", TWO_OF_THREE("2001", "a", "one", ""),
	  TWO_OF_THREE("2001", "z", "two", ""),
	  "modified [renamed+silent] 10/tcp a -> 10/tcp z {service, description}\n" },
	{ "a contact and a date without words", DATED("2001", NAME("a") AT("10", "tcp") DESC("One") PERSON("A")),
	  DATED("2001", NAME("z") AT("10", "tcp") DESC("Two") PERSON("A")), REASSIGNED_OLD_FIRST("10/tcp", "a", "z") },
};

static const struct row alias_rows[] = {
	{ "alias added", FOO(""), FOO("") ENTRY("foo-alias", "10", "tcp", DESC("Foo")), "new -> 10/tcp foo-alias\n" },
	{ "alias removed", FOO("") ENTRY("foo-alias", "10", "tcp", DESC("Foo")), FOO(""),
	  "deassigned [removed] 10/tcp foo-alias ->\n" },
	{ "both names removed, one takes the pool record", ENTRY("a", "10", "tcp", "") ENTRY("b", "10", "tcp", ""),
	  POOL("Reserved", "10", "tcp", NOTE("De-assigned on 2020-01-01")),
	  "deassigned [reserved] 10/tcp a -> 10/tcp (reserved) effective=2020-01-01\n"
	  "deassigned [reserved] 10/tcp b -> effective=2020-01-01 in 10/tcp (reserved)\n" },
	{ "rdp stands there twice: the one that changed is found",
	  RECORD(NAME("rdp") DESC("Remote Desktop Protocol")) RECORD(NAME("rdp") DESC("Reliable Datagrams")),
	  RECORD(NAME("rdp") DESC("Remote Desktop Protocol")) RECORD(NAME("rdp") DESC("Reliable Datagrams") NOTE("n")),
	  "modified [silent] - rdp {notes}\n" },
	{ "both changed: the more alike are the same",
	  RECORD(NAME("rdp") DESC("Remote Desktop Protocol") NOTE("1"))
	          RECORD(NAME("rdp") DESC("Reliable Datagrams") NOTE("1")),
	  RECORD(NAME("rdp") DESC("Reliable Datagrams") NOTE("2"))
	          RECORD(NAME("rdp") DESC("Remote Desktop Protocol") NOTE("2")),
	  "modified [silent] - rdp {notes}\nmodified [silent] - rdp {notes}\n" },
	{ "one of two twins goes", RECORD(NAME("t")) RECORD(NAME("t")), RECORD(NAME("t")),
	  "deassigned [removed] - t ->\n" },
};

static const struct row pool_rows[] = {
	{ "a block splits", BLOCK("10-19", ""), BLOCK("10-13", "") BLOCK("15-19", ""),
	  "pool -> 10-13/tcp (unassigned)\npool 10-19/tcp (unassigned) -> 15-19/tcp (unassigned) {port}\n" },
	{ "a block splits in halves: the first is the same one", BLOCK("10-14", ""),
	  BLOCK("10-11", "") BLOCK("13-14", ""),
	  "pool 10-14/tcp (unassigned) -> 10-11/tcp (unassigned) {port}\npool -> 13-14/tcp (unassigned)\n" },
	{ "a block splits around a new service", BLOCK("10-19", ""),
	  BLOCK("10-13", "") ENTRY("a", "14", "tcp", "") BLOCK("15-19", ""),
	  "pool -> 10-13/tcp (unassigned)\nnew -> 14/tcp a\npool 10-19/tcp (unassigned) -> 15-19/tcp (unassigned) "
	  "{port}\n" },
	{ "a block grows", BLOCK("10-12", ""), BLOCK("10-13", ""),
	  "pool 10-12/tcp (unassigned) -> 10-13/tcp (unassigned) {port}\n" },
	{ "a block shrinks", BLOCK("10-12", ""), BLOCK("12", ""),
	  "pool 10-12/tcp (unassigned) -> 12/tcp (unassigned) {port}\n" },
	{ "blocks join", BLOCK("10-12", "") BLOCK("14", ""), BLOCK("10-14", ""),
	  "pool 10-12/tcp (unassigned) -> 10-14/tcp (unassigned) {port}\npool 14/tcp (unassigned) ->\n" },
	{ "blocks of different transports have nothing in common", BLOCK("10-12", ""),
	  POOL("Unassigned", "10-13", "udp", ""), "pool 10-12/tcp (unassigned) ->\npool -> 10-13/udp (unassigned)\n" },
	{ "reserved now", BLOCK("10", ""), POOL("Reserved", "10", "tcp", ""),
	  "pool 10/tcp (unassigned) -> 10/tcp (reserved) {description}\n" },
	{ "another note", BLOCK("10", NOTE("a")), BLOCK("10", NOTE("b")), "pool 10/tcp (unassigned) {notes}\n" },
	{ "a block without transport stands for all", ENTRY("a", "10", "tcp", ""),
	  RECORD("<number>10-11</number>" DESC("Reserved")),
	  "deassigned [reserved] 10/tcp a -> in 10-11 (reserved)\npool -> 10-11 (reserved)\n" },
	{ "a flag on a pool record accounts for its change", BLOCK("10", ""), BLOCK("10", MISUSE("by x")),
	  "flagged 10/tcp (unassigned) {unauthorized}\n" },
	{ "a flag that goes from a pool record likewise", BLOCK("10", MISUSE("by x")), BLOCK("10", ""),
	  "unflagged 10/tcp (unassigned) {unauthorized}\n" },
	{ "a flag and more on a pool record", BLOCK("10", ""), BLOCK("10-11", MISUSE("by x")),
	  "flagged+pool 10/tcp (unassigned) -> 10-11/tcp (unassigned) {port, unauthorized}\n" },
	{ "a flagged block splits and takes its flag along", BLOCK("10-19", MISUSE("by x")),
	  BLOCK("10-13", MISUSE("by x")) ENTRY("a", "14", "tcp", "") BLOCK("15-19", MISUSE("by x")),
	  "pool -> 10-13/tcp (unassigned)\nnew -> 14/tcp a\npool 10-19/tcp (unassigned) -> 15-19/tcp (unassigned) "
	  "{port}\n" },
	{ "a block splits because a part of it is flagged", BLOCK("10-19", ""),
	  BLOCK("10-13", MISUSE("by x")) BLOCK("14-19", ""),
	  "flagged+pool -> 10-13/tcp (unassigned)\npool 10-19/tcp (unassigned) -> 14-19/tcp (unassigned) {port}\n" },
	{ "a service out of a flagged block with its flag", BLOCK("10-19", MISUSE("by x")),
	  ENTRY("a", "10", "tcp", MISUSE("by x")) BLOCK("11-19", MISUSE("by x")),
	  "new -> 10/tcp a\npool 10-19/tcp (unassigned) -> 11-19/tcp (unassigned) {port}\n" },
	{ "a flag said of a wide block, which narrow ones follow",
	  BLOCK("10-99", MISUSE("by x")) BLOCK("20", MISUSE("by x")) BLOCK("21-22", MISUSE("by x")),
	  ENTRY("a", "98", "tcp", MISUSE("by x")),
	  "pool 10-99/tcp (unassigned) ->\npool 20/tcp (unassigned) ->\npool 21-22/tcp (unassigned) ->\n"
	  "new -> 98/tcp a\n" },
	{ "a flag said of the numbers next to it is another",
	  BLOCK("10-19", MISUSE("by x")) BLOCK("21", MISUSE("by x")), ENTRY("a", "20", "tcp", MISUSE("by x")),
	  "pool 10-19/tcp (unassigned) ->\nnew+flagged -> 20/tcp a\npool 21/tcp (unassigned) ->\n" },
	{ "a flag in other words is another", BLOCK("10-19", MISUSE("by y")), ENTRY("a", "12", "tcp", MISUSE("by x")),
	  "pool 10-19/tcp (unassigned) ->\nnew+flagged -> 12/tcp a\n" },
	{ "a flag said of another transport is another", BLOCK("10-19", MISUSE("by x")),
	  ENTRY("a", "10", "sctp", MISUSE("by x")), "new+flagged -> 10/sctp a\npool 10-19/tcp (unassigned) ->\n" },
	{ "a transport in capitals is the same", POOL("Unassigned", "10-19", "TCP", MISUSE("by x")),
	  ENTRY("a", "12", "tcp", MISUSE("by x")), "pool 10-19/TCP (unassigned) ->\nnew -> 12/tcp a\n" },
	{ "a flag said of all transports", RECORD("<number>10-19</number>" DESC("Reserved") MISUSE("by x")),
	  ENTRY("a", "12", "sctp", MISUSE("by x")), "pool 10-19 (reserved) ->\nnew -> 12/sctp a\n" },
	{ "a flag said of one transport is said of all", BLOCK("10-19", MISUSE("by x")),
	  RECORD("<number>12</number>" DESC("Reserved") MISUSE("by x")),
	  "pool 10-19/tcp (unassigned) ->\npool -> 12 (reserved)\n" },
};

/* By port, then transport, then service; entries without a port last, by service. */
static const struct row order_rows[] = {
	{ "ports by number", "", ENTRY("a", "100", "tcp", "") ENTRY("b", "20", "tcp", "") ENTRY("c", "3-9", "tcp", ""),
	  "new -> 3-9/tcp c\nnew -> 20/tcp b\nnew -> 100/tcp a\n" },
	{ "then transport", "", ENTRY("a", "1", "udp", "") ENTRY("b", "1", "tcp", ""),
	  "new -> 1/tcp b\nnew -> 1/udp a\n" },
	{ "then service, without case", "",
	  ENTRY("b", "1", "tcp", "") ENTRY("C", "1", "tcp", "") ENTRY("a", "1", "tcp", ""),
	  "new -> 1/tcp a\nnew -> 1/tcp b\nnew -> 1/tcp C\n" },
	{ "entries without a port last, by service", "",
	  RECORD(NAME("c") "<protocol>tcp</protocol>") RECORD(NAME("b") "<protocol>udp</protocol>")
	          ENTRY("z", "9", "tcp", "") RECORD(NAME("b") "<protocol>tcp</protocol>")
	                  RECORD(NAME("a") "<protocol>udp</protocol>"),
	  "new -> 9/tcp z\nnew -> -/udp a\nnew -> -/tcp b\nnew -> -/udp b\nnew -> -/tcp c\n" },
	{ "a moved entry stands at its new port", ENTRY("m", "1", "tcp", ""),
	  ENTRY("m", "9", "tcp", "") ENTRY("n", "5", "tcp", ""),
	  "new -> 5/tcp n\nmodified [moved+silent] 1/tcp m -> 9/tcp m {port}\n" },
};

static void check_row(const struct row *row)
{
	struct rt_arena arena;

	rt_arena_init(&arena);
	struct rt_records old = records_with(NULL, row->old, &arena), new = records_with(NULL, row->new, &arena);
	assert_text(show_changes(rt_diff(old, new, &arena), &arena), row->wanted, row->name);
	rt_arena_release(&arena);
}

START_TEST(same)
{
	check_row(&same_rows[_i]);
}
END_TEST

START_TEST(kinds)
{
	check_row(&kind_rows[_i]);
}
END_TEST

START_TEST(labels)
{
	check_row(&label_rows[_i]);
}
END_TEST

START_TEST(renames)
{
	check_row(&rename_rows[_i]);
}
END_TEST

START_TEST(evidence)
{
	check_row(&evidence_rows[_i]);
}
END_TEST

START_TEST(aliases)
{
	check_row(&alias_rows[_i]);
}
END_TEST

START_TEST(pools)
{
	check_row(&pool_rows[_i]);
}
END_TEST

START_TEST(order)
{
	check_row(&order_rows[_i]);
}
END_TEST

int main(void)
{
	const struct unit_test tests[] = {
		{ same, COUNT(same_rows), 0 },
		{ kinds, COUNT(kind_rows), 0 },
		{ labels, COUNT(label_rows), 0 },
		{ renames, COUNT(rename_rows), 0 },
		{ evidence, COUNT(evidence_rows), 0 },
		{ aliases, COUNT(alias_rows), 0 },
		{ pools, COUNT(pool_rows), 0 },
		{ order, COUNT(order_rows), 0 },
		{ NULL, 0, 0 },
	};

	return run_tests("diff", tests);
}
