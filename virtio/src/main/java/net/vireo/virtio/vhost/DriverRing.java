// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

/**
 * A ring that the front end's side laid out in memory which it shares.
 *
 * @param size descriptors
 * @param descriptorAddress in this process: the descriptor table or ring
 * @param driverAddress in this process: the available ring, or the driver's event structure
 * @param deviceAddress in this process: the used ring, or the device's event structure
 * @param base where to start: {@link RingBase#fresh} for a new ring
 * @param kickFd eventfd that we write, -1 for none; borrowed until the ring has stopped
 * @param callFd eventfd that the back end is to write, -1 if we poll; borrowed in the same way
 */
public record DriverRing(
        int size,
        long descriptorAddress,
        long driverAddress,
        long deviceAddress,
        RingBase base,
        int kickFd,
        int callFd) {}
