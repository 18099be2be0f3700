// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/**
 * An object that can be dumped page by page: the marker in the request says where the page starts (sheet vrouter-wire,
 * section 3).
 *
 * @param <O> the kind of object
 */
public interface Paged<O> {
    /** Sets the marker of this request to before everything. */
    void fromStart();

    /** Sets the marker of this request to the last object received. */
    void after(O last);
}
