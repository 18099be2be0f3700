// SPDX-License-Identifier: Apache-2.0
/** The fault shelf of a lab that stays: what can be planted, asked for by a socket. */
package net.vireo.lab.shelf;
