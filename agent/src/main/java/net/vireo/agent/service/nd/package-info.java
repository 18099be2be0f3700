// SPDX-License-Identifier: Apache-2.0

/**
 * Neighbour discovery for guests (RFC 4861, RFC 4862, RFC 8106): router advertisements, and answers to solicitations for the
 * router and for whom it may speak.
 */
package net.vireo.agent.service.nd;
