// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.tool;

import net.vireo.linux.CpuSet;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** CPUs as a list, {@code 2,4,6-8}, or as a mask, {@code 0x1d4}; at least one. */
public final class CpuSetConverter implements ITypeConverter<CpuSet> {
    /** Made by picocli. */
    public CpuSetConverter() {}

    @Override
    public CpuSet convert(final String text) {
        final CpuSet cpus;
        try {
            cpus = CpuSet.parse(text);
        } catch (final IllegalArgumentException wrong) {
            throw new TypeConversionException(wrong.getMessage());
        }
        if (cpus.isEmpty()) {
            throw new TypeConversionException("'" + text + "': no CPU at all");
        }
        return cpus;
    }
}
