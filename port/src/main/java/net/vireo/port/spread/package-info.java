// SPDX-License-Identifier: Apache-2.0
/** Hands packets from one lcore to another through rings of references: received ones to process, others to send. */
package net.vireo.port.spread;
