"""Documents of the port registry that are made for a test of what goes wrong."""

PORTS = 'service-names-port-numbers'


def document(date, records):
    return (f'<registry xmlns="http://www.iana.org/assignments" id="{PORTS}"><title>T</title><updated>{date}</updated>'
            + ''.join(records) + '</registry>\n')
