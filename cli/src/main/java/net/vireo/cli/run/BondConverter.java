// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.run;

import net.vireo.port.bond.BondSpec;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code bond0=active-backup:eth0,eth1}. */
final class BondConverter implements ITypeConverter<BondSpec> {
    @Override
    public BondSpec convert(final String text) {
        try {
            return BondSpec.parse(text);
        } catch (final IllegalArgumentException wrong) {
            throw new TypeConversionException(wrong.getMessage());
        }
    }
}
