// SPDX-License-Identifier: Apache-2.0
/** What the guests do to each other: ping, iperf3, floods, and a server that says who it is. */
package net.vireo.lab.traffic;
