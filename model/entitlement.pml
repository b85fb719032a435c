/* One slot of access, requests that overlap in it, and a target that may apply a call late. What an Entitlement does is
 * src/domain/{entitlement,decide,settle,entitlement-answers,entitlement-recall}.ts and src/engine/entitlement.ts, step by
 * step; it dies between any two of its steps. README.md says what is left out.
 *
 * -DREQUESTS=1 or 2. -DLIVENESS: faults stop at some time. -DFORGETS: the object may lose its memory, alarm and all.
 * Taken away by -D: NO_BASELINE, NO_BASELINE_IN_RECORD, NO_OTHERS, NO_INTENT, NO_SECOND_LOOK, NO_TOMBSTONE,
 * NO_DECISION_READ, NO_READ_BACK, NO_OVERTAKING, NO_DEAD_MAN, NO_TELLING, NO_SWEEP. */
#define past_deadline false
#define frozen        false
#define approval_only false
#include "transitions.pml"

#ifndef REQUESTS
#define REQUESTS 2
#endif
#ifdef LIVENESS
bool calm;                   /* faults have stopped */
#else
#define calm false
#endif

/* What a run leaves to other runs. */
#ifdef THIN
#define faulty_record false
#define RELEASES_COUNT false
#define THEN ;
#else
#define faulty_record !calm
#define RELEASES_COUNT true
#define THEN }; atomic {
#endif
#ifdef PROMPT
#define tardy false
#else
#define tardy !calm
#endif
#ifdef FRESH
#define echoes false
#else
#define echoes true
#endif
#ifdef LYING
#define lies   !calm
#else
#define lies   false
#endif
#ifdef SLOW
#define slow   !calm
#else
#define slow   false
#endif

/* Levels: 0 is no access; the first request asks for 1, the second for 2. */
#define NOTHING 3
#ifdef SAME_LEVEL
#define LEVEL(r) 1
#else
#define LEVEL(r) ((r) + 1)
#endif
#define MAX(a, b) ((a) > (b) -> (a) : (b))
#if REQUESTS == 2
#define SOME(p) (p(0) || p(1))
#define MOST(f) MAX(f(0), f(1))
#else
#define SOME(p) p(0)
#define MOST(f) f(0)
#endif

/* D1 */
Record req[REQUESTS];
bool release_owed[REQUESTS]; /* an effect that is not delivered */
bool slot_open; byte slot_baseline;

/* The target: what is there, what was there before the last change and may still be shown, a call that may still land. */
byte there, shown_before; bool stale; byte late = NOTHING;
byte stood;                  /* what stood there before the first hold */

/* Time */
bool overdue[REQUESTS];      /* grantBy has passed */
bool time_up[REQUESTS];      /* the end of the grant has come */

/* The Entitlement's memory */
#define UNTOUCHED 1
#define UNKNOWN   2
#define BELIEVED  3
#define SAID      4
#define READ      5
#define TOLD      1
#define CLEARED   2
#define GRANTED   3
#define WAITING   1
#define DUE       2
typedef Hold { byte is; mtype end; bool seen };
Hold hold[REQUESTS];
bool tombstone[REQUESTS];
bool report_granted[REQUESTS]; mtype report_ended[REQUESTS]; bool report_gone[REQUESTS];
bool alive, recalled, opened, closing;
byte baseline; byte have; byte level; byte doubt;
bool removing, wrote;
#ifdef LIVENESS
bool awake, booked;          /* the alarm is due; or it will be when something ends or falls due */
#define AWAKE(when)  awake = when
#define BOOKED(when) booked = when
#else
#define awake true           /* waking early is harmless: it may wake at any time */
#define AWAKE(when)  skip
#define BOOKED(when) skip
#endif
bool flying, looking;        /* a call, or a look, is on its way: it takes seconds, what a clock counts here minutes */

bool released[REQUESTS];     /* for the claims alone: a release was accepted */

#define ENDED(r) (hold[r].end != cause_none && hold[r].is != 0)
#define LIVE(r)  (hold[r].is != 0 && hold[r].end == cause_none)
#define HELD(r)  (hold[r].is != 0)
#define REPORTS(r) (report_granted[r] || report_ended[r] != cause_none || report_gone[r])
#define NEW(r)   (hold[r].is == TOLD && hold[r].end == cause_none)
#define UNSEEN(r) (hold[r].is == CLEARED && hold[r].end == cause_none && !hold[r].seen)
#define LIVE_LEVEL(r) (hold[r].is >= CLEARED && hold[r].end == cause_none -> LEVEL(r) : 0)
#define KEPT_LEVEL(r) (hold[r].is == GRANTED && hold[r].end == cause_none -> LEVEL(r) : 0)
#define IS_CLEARED(r) (LIVE_LEVEL(r) > 0)
#define DECIDED_LEVEL(r) (req[r].holds -> LEVEL(r) : 0)
#define OPEN(r)  (req[r].state == state_granting || req[r].state == state_active || req[r].state == state_revoking)
#define COVERS(r) (OPEN(r) && LEVEL(r) >= there)

#define BASE (baseline == NOTHING -> 0 : baseline)
#ifdef NO_OTHERS
#define WANTED (SOME(ENDED) -> BASE : MAX(BASE, MOST(LIVE_LEVEL)))
#else
#define WANTED MAX(BASE, MOST(LIVE_LEVEL))
#endif
#ifdef NO_READ_BACK
#define KNOWN (have == READ || have == SAID -> level : (have == UNTOUCHED -> 0 : NOTHING))
#else
#define KNOWN (have == READ -> level : (have == UNTOUCHED -> 0 : NOTHING))
#endif

/* The level of the intent under way, which matters only where a weaker call may land after a stronger one. */
#if REQUESTS == 2 && !defined(SAME_LEVEL)
byte intent = NOTHING;
#define INTENDED(what) intent = what
#define OVERTAKES (doubt != 0 && intent != fly && fly > 1 && ((have != READ && have != SAID) || fly > level))
#else
#define INTENDED(what) skip
#define OVERTAKES false
#endif
#ifdef NO_OVERTAKING
#undef OVERTAKES
#define OVERTAKES false
#endif

#ifdef NO_SECOND_LOOK
#define DOUBTED 0
#else
#define DOUBTED WAITING
#endif

inline fresh() {
  alive = true; recalled = false; opened = false; closing = false;
  baseline = NOTHING; have = UNKNOWN; level = 0; doubt = 0; removing = false; wrote = false;
  BOOKED(false)
}

inline drop_hold(r) { hold[r].is = 0; hold[r].end = cause_none; hold[r].seen = false }

inline lose_memory() {
  fresh();
  alive = false; AWAKE(false);
  have = 0; baseline = 0; INTENDED(NOTHING);
  for (i : 0 .. REQUESTS - 1) {
    drop_hold(i); tombstone[i] = false;
    report_granted[i] = false; report_ended[i] = cause_none; report_gone[i] = false
  }
  i = 0
}
byte i;

/* With the memory goes what it was told: an early end that the record has not heard of either. */
inline forget_releases() {
  for (i : 0 .. REQUESTS - 1) { released[i] = false };
  i = 0
}

inline accept_hold(r) {
  if
  :: !alive -> fresh()
  :: else
  fi;
  if
#ifndef NO_TOMBSTONE
  :: tombstone[r] -> skip
#endif
  :: hold[r].is != 0 -> skip
  :: else -> hold[r].is = TOLD; hold[r].end = cause_none; hold[r].seen = false
  fi;
  AWAKE(true)
}

inline accept_release(r, why) {
  if
  :: !alive -> fresh()
  :: else
  fi;
  if
  :: ENDED(r) -> skip
  :: else ->
     if
     :: hold[r].is == 0 -> hold[r].is = TOLD
     :: else
     fi;
     hold[r].end = why; tombstone[r] = true;
     released[r] = RELEASES_COUNT
  fi;
  AWAKE(true)
}

inline end_by_clock() {
  for (i : 0 .. REQUESTS - 1) {
    if
    :: LIVE(i) && (time_up[i] || (hold[i].is != GRANTED && overdue[i])) ->
       hold[i].end = (hold[i].is == GRANTED -> cause_time : cause_grant_by_passed)
    :: else
    fi
  };
  i = 0
}

inline settle() {
  for (i : 0 .. REQUESTS - 1) {
    if
    :: ENDED(i) && KNOWN != NOTHING && KNOWN <= WANTED ->
       /* What is told as gone is gone, save for what is still in doubt. */
       assert(doubt != 0 || there <= MAX(stood, MOST(LIVE_LEVEL)));
       report_ended[i] = hold[i].end; tombstone[i] = true; drop_hold(i)
    :: LIVE(i) && hold[i].is == CLEARED && opened && !closing && KNOWN != NOTHING && KNOWN >= LEVEL(i) &&
         (have != READ || hold[i].seen) ->
       assert(doubt != 0 || there >= LEVEL(i));
       hold[i].is = GRANTED; hold[i].seen = false; report_granted[i] = true
    :: else
    fi
  };
  i = 0
}

/* What decide() says: at the target, and of the record. */
#define T_NONE 0
#define T_GET  1
#define T_SET  2
#define R_NONE    0
#define R_CONSULT 1
#define R_OPEN    2
#define R_CLOSE   3

inline decide() {
  if
  :: baseline == NOTHING -> at_target = (recalled && have == UNTOUCHED && SOME(IS_CLEARED) -> T_GET : T_NONE)
  :: else ->
     if
     :: !opened || closing -> at_target = T_NONE
     :: else ->
        if
        :: have == BELIEVED && level <= WANTED -> at_target = T_GET
        :: have == SAID && KNOWN == NOTHING && level == WANTED -> at_target = T_GET
        :: !(have == BELIEVED && level <= WANTED) && !(have == SAID && KNOWN == NOTHING && level == WANTED) ->
           if
           :: KNOWN == NOTHING -> at_target = T_SET
           :: KNOWN != NOTHING && KNOWN != WANTED -> at_target = T_SET
           :: KNOWN != NOTHING && KNOWN == WANTED ->
              at_target = ((have == READ && SOME(UNSEEN)) || doubt == DUE -> T_GET : T_NONE)
           fi
        fi
     fi
  fi;
  if
  :: closing -> of_record = R_CLOSE
  :: !closing && (!recalled || SOME(NEW)) -> of_record = R_CONSULT
  :: !closing && recalled && !SOME(NEW) && baseline != NOTHING && !opened && SOME(LIVE) -> of_record = R_OPEN
  :: !closing && recalled && !SOME(NEW) && opened && !SOME(HELD) && !SOME(REPORTS) && doubt == 0 &&
       (baseline == NOTHING || KNOWN == WANTED) -> of_record = R_CLOSE
  :: else -> of_record = R_NONE
  fi
}

/* Our own call changes what is there. */
inline land(to) {
  if
  :: there != to -> shown_before = (echoes -> there : 0); there = to; stale = echoes
  :: else
  fi
}

inline begin_set() {
  fly = WANTED;
  assert(fly >= stood);                                  /* what stood before is never taken away */
  assert(fly <= MAX(stood, MOST(DECIDED_LEVEL)));        /* nothing is given without a decision */
  assert(fly >= MOST(KEPT_LEVEL));                       /* nobody else's is taken away */
  before = have; before_level = level; doubt_before = doubt; removing_before = removing || OVERTAKES;
  INTENDED(fly);
#ifndef NO_INTENT
  removing = fly == 0 || (have != READ && have != SAID) || fly < level || (doubt != 0 && removing_before);
  have = UNKNOWN; level = 0; doubt = DOUBTED;
#endif
  flying = true
}

inline forget_set() {
  fly = 0; before = 0; before_level = 0; doubt_before = 0; removing_before = false; answer = 0; flying = false
}

#define A_OK      1
#define A_NO      2
#define A_REFUSED 3
#define A_LOST    4

/* A hold that the target will never give. */
#define REFUSED(r) (LIVE(r) && hold[r].is == CLEARED && LEVEL(r) == fly)

inline answered() {
  if
  :: answer == A_OK -> have = SAID; level = fly; doubt = doubt_before; removing = removing_before; wrote = true;
     INTENDED(NOTHING)
  :: answer == A_NO || answer == A_REFUSED ->
     have = before; level = before_level; doubt = doubt_before; removing = removing_before;
     if
     :: answer == A_REFUSED && SOME(REFUSED) ->
        for (i : 0 .. REQUESTS - 1) {
          if
          :: REFUSED(i) -> hold[i].end = cause_refused_by_target
          :: else
          fi
        };
        i = 0;
        have = (before == READ -> SAID : before);
        INTENDED(NOTHING)
     :: else
     fi
  :: else
  fi
}

#define LOOK_LOST(r) (LIVE(r) && hold[r].is == GRANTED && LEVEL(r) > look)
#define SINCE_DOUBT (have == UNTOUCHED || have == UNKNOWN -> look : level)

inline seen_now() {
  if
  :: baseline == NOTHING ->
     if
     :: recalled && have == UNTOUCHED ->
#ifdef NO_BASELINE
        baseline = 0;
#else
        baseline = look;
#endif
        have = READ; level = look; saw_all()
     :: else
     fi
  :: baseline != NOTHING && have == SAID && look != level ->
     removing = look > level || (doubt != 0 && removing);
     have = UNKNOWN; level = 0; doubt = DOUBTED
  :: baseline != NOTHING && !(have == SAID && look != level) ->
     if
     :: look < SINCE_DOUBT && !(doubt != 0 && removing) ->
        if
        :: wrote -> skip                                 /* it may be an echo: looked at again */
        :: else ->
#ifndef FORGETS
           assert(false);                                /* nobody else is blamed for what was our own doing */
#endif
           clear_doubt();
           for (i : 0 .. REQUESTS - 1) {
             if
             :: LOOK_LOST(i) -> drop_hold(i); tombstone[i] = true; report_gone[i] = true
             :: else
             fi
           };
           i = 0;
           have = READ; level = look; baseline = (baseline > look -> look : baseline); saw_all()
        fi
     :: else ->
        /* Raised by somebody else: nobody does that here, and what we gave is never taken for it. */
        assert(!(have == READ && look > level && doubt == 0 && !wrote));
        clear_doubt();
        have = READ; level = look; saw_all()
     fi
  fi
}

inline clear_doubt() {
  if
  :: doubt == DUE && began_due -> doubt = 0; removing = false
  :: else
  fi
}

inline saw_all() {
  for (i : 0 .. REQUESTS - 1) { hold[i].seen = hold[i].is == CLEARED };
  i = 0
}

/* Told what the record says; `was` is what it said when it was read. */
#define RESTORED(r) (was[r] == state_active || was[r] == state_revoking)
#define HELD_BEFORE(r) ((ENDED(r) || (RESTORED(r) && was_granted[r] && HELD(r))) -> LEVEL(r) : 0)

inline consulted() {
  if
  :: !recalled ->
     for (i : 0 .. REQUESTS - 1) {
       if
       :: RESTORED(i) && !tombstone[i] && hold[i].is == 0 -> hold[i].is = TOLD
       :: else
       fi
     };
     i = 0;
     if
#ifndef NO_BASELINE_IN_RECORD
     :: row_open ->
        baseline = row_baseline; opened = true; doubt = DOUBTED; removing = false; wrote = true;
        level = MAX(row_baseline, MOST(HELD_BEFORE));
        have = (level > 0 -> BELIEVED : UNKNOWN)
#endif
     :: else -> have = UNTOUCHED
     fi;
     recalled = true
  :: else
  fi;
  for (i : 0 .. REQUESTS - 1) {
    if
    :: LIVE(i) && hold[i].is != GRANTED ->
       if
       :: RESTORED(i) ->
          assert(row_open || was[i] == state_revoking);  /* active means: opened in the record */
          hold[i].is = GRANTED; hold[i].seen = false;
          hold[i].end = (was[i] == state_revoking -> cause_released : cause_none)
       :: !RESTORED(i) && was[i] == state_granting -> hold[i].is = CLEARED; hold[i].seen = false;
          assert(!released[i])                           /* what was released is never revived */
       :: !RESTORED(i) && was[i] != state_granting && was[i] != 0 ->
#ifdef NO_DECISION_READ
          hold[i].is = CLEARED; hold[i].seen = false
#else
          hold[i].end = cause_not_cleared
#endif
       :: else                                           /* it came after the question was asked */
       fi
    :: else
    fi
  };
  i = 0
}

inline forget_consult() {
  row_open = false; row_baseline = 0;
  for (i : 0 .. REQUESTS - 1) { was[i] = 0; was_granted[i] = false };
  i = 0
}


proctype entitlement() {
  byte at_target, of_record;
  byte fly, before, before_level, doubt_before, answer; bool removing_before;
  byte look; bool began_due;
  mtype was[REQUESTS]; bool was_granted[REQUESTS]; bool row_open; byte row_baseline;
  byte r;

  goto asleep;

died:
  atomic {
    if
#ifdef NO_DEAD_MAN
    :: AWAKE(false); BOOKED(false)
#else
    :: AWAKE(true)
#endif
#ifdef FORGETS
    :: lose_memory(); forget_releases()
#endif
    fi
  };

asleep:
end_asleep:
  atomic {
    if
    :: alive && awake -> AWAKE(false)
#ifdef FORGETS
    :: alive && !calm -> lose_memory(); forget_releases()
#endif
    fi
  };

think:
  atomic {
    if
    :: !alive -> goto asleep
    :: else
    fi;
    end_by_clock(); settle(); decide();
    if
    :: at_target == T_GET -> began_due = doubt == DUE; at_target = 0; of_record = 0; goto get
    :: at_target == T_SET -> begin_set(); at_target = 0; of_record = 0; goto set
    :: SOME(REPORTS) && (at_target == T_NONE || !calm) -> at_target = 0; of_record = 0; goto tell
    :: of_record != R_NONE && ((at_target == T_NONE && !SOME(REPORTS)) || !calm) -> at_target = 0; goto record
    :: at_target == T_NONE && of_record == R_NONE && !SOME(REPORTS) ->
       if
       :: !SOME(HELD) && doubt == 0 ->
          assert(there == stood || slot_open);           /* nothing of ours is forgotten */
          lose_memory()
       :: else -> BOOKED(true)
       fi;
       goto asleep
    fi
  };

get:
  atomic {
    if
    :: look = there;
#ifndef WAVERING
       stale = false; shown_before = 0                   /* what was shown once is not taken back */
#endif
    :: stale && !calm -> look = shown_before
    fi;
    looking = true
  };
  atomic {
    if
    :: seen_now(); look = 0; looking = false; began_due = false; goto think
    :: !calm -> look = 0; looking = false; began_due = false; goto think
    :: !calm -> look = 0; looking = false; began_due = false; goto died
    fi
  };

set:
  atomic {
    if
    :: land(fly); answer = A_OK
    :: fly > 0 && (!calm || SOME(REFUSED)) -> answer = A_REFUSED
    :: !calm -> answer = A_NO
    :: lies -> answer = A_OK                             /* so it says, and nothing has happened */
    :: slow && late == NOTHING -> late = fly; answer = A_OK    /* accepted now, done later */
    :: !calm -> land(fly); answer = A_LOST
    :: tardy && late == NOTHING -> late = fly; answer = A_LOST
    :: !calm -> answer = A_LOST
    fi
  };
  atomic {
    if
    :: answered(); forget_set(); goto think
    :: !calm -> forget_set(); goto died
    fi
  };

tell:
  atomic {
    if
    :: REPORTS(0) -> r = 0
#if REQUESTS == 2
    :: REPORTS(1) -> r = 1
#endif
    fi;
    if
    :: report_granted[r] -> step(req[r], input_granted, cause_none, true)
    :: !report_granted[r] && report_ended[r] != cause_none -> step(req[r], input_ended, report_ended[r], true)
    :: !report_granted[r] && report_ended[r] == cause_none -> step(req[r], input_gone, cause_none, true)
    fi;
    release_owed[r] = release_owed[r] || owes == owes_release;
    forget_step()
  THEN
    if
    :: if
       :: report_granted[r] -> report_granted[r] = false
       :: !report_granted[r] && report_ended[r] != cause_none -> report_ended[r] = cause_none
       :: else -> report_gone[r] = false
       fi;
       r = 0; goto think
    :: faulty_record -> r = 0; goto think
    :: faulty_record -> r = 0; goto died
    fi
  };

record:
  atomic {
    if
    :: of_record == R_CONSULT ->
       row_open = slot_open; row_baseline = slot_baseline;
       for (i : 0 .. REQUESTS - 1) {
         was[i] = (HELD(i) || req[i].state == state_active || req[i].state == state_revoking -> req[i].state : 0);
         was_granted[i] = req[i].granted && was[i] != 0
       };
       i = 0
    :: of_record == R_OPEN ->
       if
       :: !slot_open -> slot_open = true; slot_baseline = baseline
       :: slot_open -> skip                              /* the row that stands is kept */
       :: faulty_record -> of_record = R_NONE
       fi
    :: of_record == R_CLOSE -> closing = true
    fi
  THEN
    if
    :: of_record == R_CLOSE ->
       if
       :: slot_open = false; slot_baseline = 0;
          assert(there == stood)                         /* nothing of ours is closed away */
       :: faulty_record -> skip
       fi
    :: else
    fi
  THEN
    if
    :: of_record == R_CONSULT -> consulted(); forget_consult(); of_record = 0; goto think
    :: of_record == R_OPEN -> opened = true; baseline = slot_baseline; of_record = 0; goto think
    :: of_record == R_CLOSE && !slot_open ->
       opened = false; closing = false; baseline = NOTHING; have = UNTOUCHED; level = 0; of_record = 0; goto think
    :: faulty_record || of_record == R_NONE || (of_record == R_CLOSE && slot_open) ->  /* refused, or the answer is lost */
       if
       :: !opened && have == READ -> baseline = NOTHING; have = UNTOUCHED; level = 0
       :: else
       fi;
       forget_consult(); of_record = 0; goto think
    :: faulty_record -> forget_consult(); of_record = 0; goto died
    fi
  }
}

/* The object of a request: tells the Entitlement again, as long as something is owed, what the record says. The network
 * delivers late, twice, out of order or not at all: an order may come at any time. One that the record never held is a
 * hold without a decision. */
proctype object(byte r) {
end_nothing_owed:
  do
#ifndef THIN
  :: atomic { !calm -> accept_hold(r) }
#else
  :: atomic { !calm && req[r].holds -> accept_hold(r) }
#endif
  :: atomic { !calm && req[r].holds -> accept_release(r, cause_released) }   /* also: an early end with D1 down */
#ifndef NO_TELLING
  :: atomic { req[r].state == state_granting && !overdue[r] -> accept_hold(r) }
  :: atomic { req[r].state == state_granting && overdue[r] -> accept_release(r, cause_grant_by_passed) }
  :: atomic { req[r].state == state_active && !time_up[r] -> accept_hold(r) }
  :: atomic { req[r].state == state_active && time_up[r] -> accept_release(r, cause_time) }
  :: atomic { req[r].state == state_revoking -> accept_release(r, cause_released) }
  :: atomic { release_owed[r] -> accept_release(r, cause_released); release_owed[r] = false }
#endif
  od
}

/* Approves or denies; and ends early, or not. */
proctype people(byte r) {
  if
  :: atomic { step(req[r], input_approve, cause_none, true); forget_step() }
#ifndef THIN
     ;if
     :: atomic { req[r].state == state_granting || req[r].state == state_active ->
          step(req[r], input_revoke, cause_none, true);
          forget_step() }
     :: true
     fi
  :: atomic { step(req[r], input_deny, cause_none, true); forget_step() }
#else
  :: true
#endif
  fi
}

#ifdef NO_ALARM_AT_THE_END
#define RING skip
#else
#define RING AWAKE(awake || booked)
#endif

proctype clock(byte r) {
end_never_approved:
#ifdef THIN
  atomic { req[r].holds -> overdue[r] = true; time_up[r] = true; RING }
#else
  atomic { req[r].holds -> overdue[r] = true; RING };
  atomic { time_up[r] = true; RING }
#endif
}

/* What a target may do late is over within the window; what it may show late, within a shorter one. */
proctype quiet() {
end_quiet:
  do
  :: atomic { late != NOTHING -> land(late); late = NOTHING; assert(slot_open) } /* nothing lands when all is settled */
  :: atomic { late != NOTHING -> late = NOTHING }
  :: atomic { stale -> stale = false; shown_before = 0 }
  :: atomic { wrote && !stale && !looking -> wrote = false }
  :: atomic { doubt == WAITING && late == NOTHING && !stale && !flying -> doubt = DUE; RING }
  od
}

#ifndef NO_SWEEP
proctype sweep() {
end_swept:
  do
  :: atomic { slot_open && !SOME(OPEN) && !(alive && awake) ->
       if
       :: !alive -> fresh()
       :: else
       fi;
       AWAKE(true) }
  od
}
#endif

#ifdef LIVENESS
proctype weather() {
  calm = true;
  /* Time goes on where nothing else does: a run that is stuck is as endless as any. */
  do
  :: calm
  od
}
#endif

init {
  atomic {
    did = event_seen; owes = owes_nothing;
    for (i : 0 .. REQUESTS - 1) {
      req[i].state = state_pending; req[i].outcome = outcome_open;
      hold[i].end = cause_none; report_ended[i] = cause_none
    };
    lose_memory();
    if
    :: stood = 0
    :: stood = 1
    fi;
    there = stood;
    run entitlement(); run quiet();
    for (i : 0 .. REQUESTS - 1) { run object(i); run people(i); run clock(i) };
    i = 0;
#ifndef NO_SWEEP
    run sweep();
#endif
#ifdef LIVENESS
    run weather();
#endif
    skip
  }
}

ltl ends    { [] (req[0].holds -> <> (req[0].state == state_closed)) }
ltl gone    { [] (req[0].holds -> <> ((there <= stood || SOME(COVERS)) && req[0].state == state_closed)) }
ltl settled { <> [] (!slot_open && there == stood) }
