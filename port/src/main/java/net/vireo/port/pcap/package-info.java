// SPDX-License-Identifier: Apache-2.0
/** Capture files in the classic pcap form, read and written without native memory. */
package net.vireo.port.pcap;
