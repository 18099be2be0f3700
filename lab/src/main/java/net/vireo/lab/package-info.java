// SPDX-License-Identifier: Apache-2.0
/** The labs: nodes and guests in namespaces, traffic, checks. */
package net.vireo.lab;
