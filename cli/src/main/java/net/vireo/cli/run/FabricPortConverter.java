// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.run;

import net.vireo.vrouter.FabricPort;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Names as {@link FabricPort} has them. */
final class FabricPortConverter implements ITypeConverter<FabricPort> {
    @Override
    public FabricPort convert(final String text) {
        try {
            return FabricPort.parse(text);
        } catch (final IllegalArgumentException wrong) {
            throw new TypeConversionException(wrong.getMessage());
        }
    }
}
