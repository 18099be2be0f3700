// SPDX-License-Identifier: Apache-2.0

/**
 * ARP (RFC 826, RFC 5227) beside the data plane, which answers what its routes say by itself: what it hands over is answered
 * here, addresses that guests take up are learned, and new places of addresses are announced.
 */
package net.vireo.agent.service.arp;
