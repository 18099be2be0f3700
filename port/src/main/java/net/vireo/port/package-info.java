// SPDX-License-Identifier: Apache-2.0
/** Ports: bursts of packets in and out, and the wrappers that can go around any of them. */
package net.vireo.port;
