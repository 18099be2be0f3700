// SPDX-License-Identifier: Apache-2.0

/** Ports over virtqueues: guests by vhost-user (we are the device), and virtio-user (we are the guest). */
package net.vireo.port.vhost;
