// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import net.vireo.cli.text.IpPrefix;
import net.vireo.cli.text.Ipv4;
import net.vireo.cli.text.Mac;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Option values that are more than a number. */
final class Converters {
    private Converters() {}

    /** A MAC into the low 48 bits of a long. */
    static final class MacAddress implements ITypeConverter<Long> {
        @Override
        public Long convert(final String text) {
            return Mac.parse(text)
                    .orElseThrow(() -> new TypeConversionException(
                            "'" + text + "' is no MAC, expected one like 02:00:00:00:00:04"));
        }
    }

    /** An IPv4 address into a big-endian integer. */
    static final class Ipv4Address implements ITypeConverter<Integer> {
        @Override
        public Integer convert(final String text) {
            return Ipv4.parse(text)
                    .orElseThrow(() -> new TypeConversionException(
                            "'" + text + "' is no IPv4 address, expected one like 10.0.0.1"));
        }
    }

    /** An IPv4 or IPv6 address as a prefix that holds nothing else. */
    static final class Host implements ITypeConverter<IpPrefix> {
        @Override
        public IpPrefix convert(final String text) {
            return IpPrefix.parse(text)
                    .filter(IpPrefix::isHost)
                    .orElseThrow(() -> new TypeConversionException(
                            "'" + text + "' is no address, expected one like 10.0.0.1 or fd00::1"));
        }
    }

    /** An IPv6 address, 16 octets in network order. */
    static final class Ipv6Address implements ITypeConverter<IpPrefix> {
        @Override
        public IpPrefix convert(final String text) {
            return IpPrefix.parse(text)
                    .filter(prefix -> prefix.ipv6() && prefix.isHost())
                    .orElseThrow(() -> new TypeConversionException(
                            "'" + text + "' is no IPv6 address, expected one like fd00::1"));
        }
    }

    /** Flags in decimal, or hexadecimal behind 0x. */
    static final class Flags implements ITypeConverter<Integer> {
        @Override
        public Integer convert(final String text) {
            try {
                return Integer.decode(text);
            } catch (final NumberFormatException e) {
                throw new TypeConversionException("'" + text + "' is no number, expected one like 0x3");
            }
        }
    }
}
