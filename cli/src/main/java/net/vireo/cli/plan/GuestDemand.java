// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.plan;

import net.vireo.cli.text.Numbers;
import net.vireo.linux.CpuSet;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A guest that wants CPUs of its own.
 *
 * @param name as libvirt calls it
 * @param vcpus how many
 * @param node the NUMA node it is to be on, or {@link #NEAR_THE_NIC}
 */
record GuestDemand(String name, int vcpus, int node) {
    /** On the NIC's node when there is room, elsewhere otherwise. */
    static final int NEAR_THE_NIC = -1;

    /** {@code vm1=4}, {@code vm1=4@1}. */
    static final class Converter implements ITypeConverter<GuestDemand> {
        /** Made by picocli. */
        Converter() {}

        @Override
        public GuestDemand convert(final String text) {
            final int equals = text.indexOf('=');
            final int at = text.indexOf('@', equals + 1);
            final String count = text.substring(equals + 1, at < 0 ? text.length() : at);
            final int vcpus = Numbers.decimal(count, CpuSet.MAX_CPU);
            final int node = at < 0 ? NEAR_THE_NIC : Numbers.decimal(text.substring(at + 1), CpuSet.MAX_CPU);
            if (equals < 1 || vcpus < 1 || at >= 0 && node < 0) {
                throw new TypeConversionException("'" + text + "': expected NAME=VCPUS or NAME=VCPUS@NODE, as vm1=4@0");
            }
            return new GuestDemand(text.substring(0, equals), vcpus, node);
        }
    }
}
