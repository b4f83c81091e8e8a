declare namespace App {
  interface Locals {
    /** From the server; absent while pages are prerendered. */
    site: import('./server/site.ts').SiteLocals;
    /** From the middleware: everything a view needs, who acts included. */
    reading: import('./views/reading.ts').Reading;
    /** The log-in behind the request; null for a guest. */
    recognised: import('./commands/recognise.ts').Recognised | null;
    /** The lesson on this page: its components stand in text and have no other way to it. */
    lessonPage?: { view: import('./views/lesson.ts').LessonView; noted: Set<string> };
    /** A form that was kept while its owner had to log in again; set by the log-in. */
    kept: import('./domain/account.ts').LogIn['kept'];
    /** Why the form just sent was refused, with what was typed. */
    problem: import('./actions/form-problem.ts').FormProblem | null;
  }
}
