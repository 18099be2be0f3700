// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.dhcp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.Ipv4Prefix;
import net.vireo.agent.service.WireWriter;
import net.vireo.packet.Ipv4Address;

/** How the text of an option's value becomes bytes (RFC 2132; the names of types are ISC's). Any thread. */
enum OptionFormat {
    /** One IPv4 address. */
    IP {
        @Override
        void write(final String[] words, final WireWriter out) {
            out.u32(Ipv4Address.parse(single(words)));
        }
    },
    /** IPv4 addresses, at least one. */
    IPS {
        @Override
        void write(final String[] words, final WireWriter out) {
            for (final String word : words) {
                out.u32(Ipv4Address.parse(word));
            }
        }
    },
    /** Pairs of IPv4 addresses. */
    IP_PAIRS {
        @Override
        void write(final String[] words, final WireWriter out) {
            if (words.length % 2 != 0) {
                throw new IllegalArgumentException("expected pairs of addresses, found " + words.length);
            }
            IPS.write(words, out);
        }
    },
    /** 0 to 255. */
    U8 {
        @Override
        void write(final String[] words, final WireWriter out) {
            out.u8((int) number(single(words), 0, 0xff));
        }
    },
    /** 0 to 65535. */
    U16 {
        @Override
        void write(final String[] words, final WireWriter out) {
            out.u16((int) number(single(words), 0, 0xffff));
        }
    },
    /** Numbers of 0 to 65535, at least one. */
    U16S {
        @Override
        void write(final String[] words, final WireWriter out) {
            for (final String word : words) {
                out.u16((int) number(word, 0, 0xffff));
            }
        }
    },
    /** 0 to 4294967295. */
    U32 {
        @Override
        void write(final String[] words, final WireWriter out) {
            out.u32(number(single(words), 0, 0xffff_ffffL));
        }
    },
    /** A number of 32 bits with a sign. */
    S32 {
        @Override
        void write(final String[] words, final WireWriter out) {
            out.u32(number(single(words), Integer.MIN_VALUE, Integer.MAX_VALUE));
        }
    },
    /** true or false, on or off, 1 or 0. */
    BOOL {
        @Override
        void write(final String[] words, final WireWriter out) {
            out.u8(
                    switch (single(words)) {
                        case "true", "on", "1" -> 1;
                        case "false", "off", "0" -> 0;
                        default -> throw new IllegalArgumentException("expected true or false");
                    });
        }
    },
    /** Domain names in the form of DNS, not compressed (RFC 3397). */
    DOMAINS {
        @Override
        void write(final String[] words, final WireWriter out) {
            for (final String word : words) {
                final String name = word.endsWith(".") ? word.substring(0, word.length() - 1) : word;
                for (final String label : name.split("\\.", -1)) {
                    final byte[] bytes = label.getBytes(StandardCharsets.US_ASCII);
                    if (bytes.length < 1 || bytes.length > 63) {
                        throw new IllegalArgumentException("expected names whose parts have 1 to 63 letters");
                    }
                    out.u8(bytes.length).bytes(Bytes.of(bytes));
                }
                out.u8(0);
            }
        }
    },
    /** Prefixes and their routers in turn: {@code 10.1.0.0/16 10.0.0.1} (RFC 3442). */
    ROUTES {
        @Override
        void write(final String[] words, final WireWriter out) {
            if (words.length % 2 != 0) {
                throw new IllegalArgumentException("expected prefixes, each followed by its router");
            }
            final List<ClasslessRoute> routes = new ArrayList<>();
            for (int i = 0; i < words.length; i += 2) {
                routes.add(new ClasslessRoute(Ipv4Prefix.parse(words[i]), Ipv4Address.parse(words[i + 1])));
            }
            out.bytes(ClasslessRoute.encode(routes));
        }
    },
    /** Text as it stands. */
    TEXT {
        @Override
        Bytes encode(final String text) {
            return Bytes.ofText(text);
        }

        @Override
        void write(final String[] words, final WireWriter out) {
            throw new AssertionError("text is not taken apart");
        }
    },
    /** Octets in decimal, separated by spaces. */
    BYTES {
        @Override
        void write(final String[] words, final WireWriter out) {
            for (final String word : words) {
                out.u8((int) number(word, 0, 0xff));
            }
        }
    };

    /** @throws IllegalArgumentException what was expected instead */
    Bytes encode(final String text) {
        final String trimmed = text.strip();
        if (trimmed.isEmpty()) {
            throw new IllegalArgumentException("expected a value, found none");
        }
        final WireWriter out = new WireWriter();
        write(trimmed.split("[\\s,]+"), out);
        return out.toBytes();
    }

    abstract void write(String[] words, WireWriter out);

    private static String single(final String[] words) {
        if (words.length != 1) {
            throw new IllegalArgumentException("expected one value, found " + words.length);
        }
        return words[0];
    }

    private static long number(final String word, final long min, final long max) {
        try {
            final long value = Long.parseLong(word);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (final NumberFormatException notANumber) {
            // Said below, as for a number out of range.
        }
        throw new IllegalArgumentException("expected a number of " + min + " to " + max + ", found \"" + word + "\"");
    }
}
