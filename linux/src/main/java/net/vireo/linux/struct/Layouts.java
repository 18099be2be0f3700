// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.struct;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;

/**
 * Describes a C struct by its members and checks the description against the numbers of the kernel's headers: a wrong
 * member, order or padding stops the class from loading instead of corrupting a call.
 */
public final class Layouts {
    private Layouts() {}

    /** @throws IllegalStateException if the members do not add up to {@code sizeBytes} or one is out of alignment */
    public static StructLayout struct(final String name, final long sizeBytes, final MemoryLayout... members) {
        final StructLayout layout;
        try {
            layout = MemoryLayout.structLayout(members).withName(name);
        } catch (final IllegalArgumentException misaligned) {
            throw new IllegalStateException("struct " + name + " is not laid out as C would", misaligned);
        }
        if (layout.byteSize() != sizeBytes) {
            throw new IllegalStateException(
                    "struct " + name + " has " + layout.byteSize() + " bytes, expected " + sizeBytes);
        }
        return layout;
    }

    /** @throws IllegalStateException if the member is missing or not at {@code expectedBytes} */
    public static long offset(final StructLayout layout, final String member, final long expectedBytes) {
        final String name = layout.name().orElse("?");
        final long offsetBytes;
        try {
            offsetBytes = layout.byteOffset(PathElement.groupElement(member));
        } catch (final IllegalArgumentException missing) {
            throw new IllegalStateException("struct " + name + " has no " + member, missing);
        }
        if (offsetBytes != expectedBytes) {
            throw new IllegalStateException(
                    "struct " + name + ": " + member + " at " + offsetBytes + ", expected " + expectedBytes);
        }
        return offsetBytes;
    }
}
