// SPDX-License-Identifier: Apache-2.0
/** {@code vireo vifdump}: the packets of a vif as pcap. */
package net.vireo.cli.dump;
