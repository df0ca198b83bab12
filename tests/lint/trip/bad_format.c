/* Wrong on purpose: scripts/format --check must refuse this layout. */
int  badly_laid_out( int x ){ return x ; }
