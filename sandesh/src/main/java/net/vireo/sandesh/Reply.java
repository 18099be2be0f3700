// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

import java.util.ArrayList;
import java.util.List;

/**
 * What a vRouter answered, all pages of a dump together.
 *
 * @param code 0, or the number of objects of a dump
 * @param objects the objects, without the response itself
 */
public record Reply(int code, List<SandeshObject<?>> objects) {
    /** Copies the list. */
    public Reply {
        objects = List.copyOf(objects);
    }

    /** The objects of one kind, in the order they came. */
    public <T extends SandeshObject<T>> List<T> all(final Class<T> kind) {
        final List<T> found = new ArrayList<>();
        for (final SandeshObject<?> object : objects) {
            if (kind.isInstance(object)) {
                found.add(kind.cast(object));
            }
        }
        return found;
    }

    /**
     * The first object of one kind.
     *
     * @throws VrouterException when there is none
     */
    public <T extends SandeshObject<T>> T first(final Class<T> kind) {
        for (final SandeshObject<?> object : objects) {
            if (kind.isInstance(object)) {
                return kind.cast(object);
            }
        }
        throw new VrouterException("the vRouter's answer holds no " + kind.getSimpleName(), "", null);
    }
}
