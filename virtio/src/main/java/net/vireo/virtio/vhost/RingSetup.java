// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

/**
 * All that the device needs to run a ring. Each area lies as a whole in one region of the present memory table, aligned
 * as its format wants it; the session has checked that. Addresses are <b>guest-physical</b> (the session translated
 * them), so one translation serves rings and buffers.
 *
 * @param index ring 2i receives for the guest (we enqueue), 2i+1 transmits (we dequeue)
 * @param size descriptors; a power of two if split
 * @param packed one ring of descriptors and two event structures, or three areas
 * @param descriptorAddress the descriptor table or ring
 * @param driverAddress the available ring, or the driver's event structure
 * @param deviceAddress the used ring, or the device's event structure
 * @param base where to go on, as the front end says it. A front end may be wrong about it after the data plane died:
 *     a split ring's used.idx, and our own record of a packed one, know better
 * @param features the virtio features that were acknowledged
 * @param enabled whether packets flow; else the ring is to be drained and what it holds discarded
 * @param kickFd eventfd written by the front end; -1 if it will not notify. Borrowed: valid until the ring stops or
 *     {@link VhostDevice#ringFds}. May be any file: never wait for it, never trust what is read
 * @param callFd eventfd to write when buffers were used; -1 if nobody wants to know. Borrowed in the same way
 */
public record RingSetup(
        int index,
        int size,
        boolean packed,
        long descriptorAddress,
        long driverAddress,
        long deviceAddress,
        RingBase base,
        long features,
        boolean enabled,
        int kickFd,
        int callFd) {}
