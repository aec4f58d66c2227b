package dev.spindle.tools.http;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;

/** Tells addresses of the public Internet from those of this machine, of networks around it, and of services for machines in clouds. */
final class PublicAddresses {
    /** A range of addresses: those whose first bits are the same. */
    private static final class Range {
        private final byte[] start;
        private final int bits;

        private Range(byte[] start, int bits) {
            this.start = start;
            this.bits = bits;
        }

        static Range of(String written) {
            int slash = written.indexOf('/');
            int bits = Integer.parseInt(written.substring(slash + 1));
            return new Range(bytes(written.substring(0, slash)), bits);
        }

        private static byte[] bytes(String written) {
            boolean six = written.indexOf(':') >= 0;
            String[] parts = written.split(six ? ":" : "\\.", -1);
            byte[] bytes = new byte[six ? 16 : 4];
            for (int at = 0; at < parts.length; at++) {
                int part = parts[at].isEmpty() ? 0 : Integer.parseInt(parts[at], six ? 16 : 10);
                if (six) bytes[2 * at] = (byte) (part >> 8);
                bytes[six ? 2 * at + 1 : at] = (byte) part;
            }
            return bytes;
        }

        boolean holds(byte[] address) {
            if (address.length != start.length) return false;
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((address[bit / 8] & mask) != (start[bit / 8] & mask)) return false;
            }
            return true;
        }
    }

    /** What is not for everybody, by IANA's registry of special addresses; and the service of Azure for its machines. */
    private static final List<Range> SPECIAL = ranges(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "168.63.129.16/32",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.31.196.0/24",
            "192.52.193.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "192.175.48.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            // Within the global ones: special purposes with Teredo, examples, and 6to4, which carry other addresses.
            "2001:0:0:0:0:0:0:0/23",
            "2001:db8:0:0:0:0:0:0/32",
            "2002:0:0:0:0:0:0:0/16",
            "2620:4f:8000:0:0:0:0:0/48",
            "3fff:0:0:0:0:0:0:0/20");

    /** All of IPv6 that is given to anybody as an address of the Internet. */
    private static final Range GLOBAL_SIX = Range.of("2000:0:0:0:0:0:0:0/3");

    private PublicAddresses() {}

    /** Whether an address is one of the public Internet. */
    static boolean holds(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean six = !(address instanceof Inet4Address);
        if (six && (!GLOBAL_SIX.holds(bytes) || isTunnelled(bytes))) return false;
        return SPECIAL.stream().noneMatch(range -> range.holds(bytes));
    }

    /** ISATAP: with any prefix, its end is an address of IPv4 that it leads to. */
    private static boolean isTunnelled(byte[] six) {
        return (six[8] & ~2) == 0 && six[9] == 0 && six[10] == 0x5e && six[11] == (byte) 0xfe;
    }

    private static List<Range> ranges(String... written) {
        return List.of(written).stream().map(Range::of).toList();
    }
}
